using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;
using ApiSnoop.Web.Capturing;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary>Asks a capture that runs, on the same store or elsewhere, to record.</summary>
internal sealed class CaptureClient : IDisposable
{
    const string TokenVariable = "APISNOOP_TOKEN";

    readonly HttpClient _http;
    readonly string _address;

    CaptureClient(string address, string token)
    {
        _address = address.TrimEnd('/');
        // Stopping waits for senders, and loads.
        _http = new HttpClient { Timeout = TimeSpan.FromHours(1) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Finds the capture.</summary>
    /// <param name="server">Its address as the user gave it, or null for the one on the store.</param>
    /// <param name="store">The store.</param>
    /// <exception cref="UserException">There is none.</exception>
    public static CaptureClient Find(string? server, RecordingStore store)
    {
        if (server is not null)
        {
            if (Environment.GetEnvironmentVariable(TokenVariable) is not { Length: > 0 } token)
                throw new UserException(
                    $"{server} wants a token: put that of record, from the file capture/tokens of its store, into {TokenVariable}.");
            return Uri.TryCreate(server, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                ? new CaptureClient(server, token)
                : throw new UserException($"--server {server} is no address: write it as http://localhost:9090.");
        }

        return CaptureDoor.Running(store) is { } running ? new CaptureClient(running.Url, running.Token)
            : throw new UserException(NoCapture(store));
    }

    static string NoCapture(RecordingStore store)
    {
        return $"No capture runs on {store.Address}. Start one in another terminal: apisnoop capture{StoreOption.For(store)}\n"
            + $"  Or name one that runs elsewhere: --server URL, with its token in {TokenVariable}.\n"
            + "  Or record a log without a capture: apisnoop record APP --from LOG -- COMMAND";
    }

    /// <summary>Begins a recording.</summary>
    public async Task<RunningAnswer> Start(StartQuestion question, CancellationToken cancelled) =>
        await Ask<RunningAnswer>("/recordings", question, cancelled).ConfigureAwait(false);

    /// <summary>Ends a recording.</summary>
    public async Task<FinishedAnswer> Stop(string app, TimeSpan settle, CancellationToken cancelled) =>
        await Ask<FinishedAnswer>(
            $"/recordings/{Uri.EscapeDataString(app)}/stop", new StopQuestion(settle.TotalSeconds), cancelled).ConfigureAwait(false);

    /// <summary>The state of the capture.</summary>
    public async Task<CaptureAnswer> State(CancellationToken cancelled)
    {
        using var answer = await Send(() => _http.GetAsync(_address + "/api/v1/capture", cancelled)).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync<CaptureAnswer>(cancelled).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    async Task<T> Ask<T>(string path, object question, CancellationToken cancelled)
    {
        using var answer = await Send(
            () => _http.PostAsJsonAsync(_address + "/api/v1/capture" + path, question, cancelled)).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync<T>(cancelled).ConfigureAwait(false))!;
    }

    async Task<HttpResponseMessage> Send(Func<Task<HttpResponseMessage>> send)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await send().ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new UserException(
                $"The capture at {_address} does not answer: {e.Message.TrimEnd('.')}. Does apisnoop capture run there?");
        }

        if (answer.IsSuccessStatusCode) return answer;
        using (answer) throw new UserException(await Trouble(answer).ConfigureAwait(false));
    }

    async Task<string> Trouble(HttpResponseMessage answer)
    {
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return $"{_address} does not know the token in {TokenVariable}: it wants that of record or admin, from the file "
                + "capture/tokens of its store.";
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            return $"At {_address} no capture runs. Start it there with apisnoop capture, or start-server --capture.";
        var text = await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
        try
        {
            using var problem = JsonDocument.Parse(text);
            if (problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { } words) return words;
        }
        catch (JsonException)
        {
            // It is said as it came.
        }

        return $"{_address} answered {(int)answer.StatusCode}: {text}";
    }
}
