using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ApiSnoop.Recording;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.Capturing;

/// <summary>
/// Three API servers, 12,000 events a second together, and a receiver that is killed and is down for a while. All times are a tenth of
/// what they are in life; <c>bench/capture.sh</c> runs it at full length.
/// </summary>
public sealed class CaptureUnderLoadTests : IDisposable
{
    const int Servers = 3, EventsPerSecond = 4000;

    /// <summary>From here to a receiver that listens, at the least.</summary>
    static readonly TimeSpan s_start = TimeSpan.FromSeconds(1.5);

    /// <summary>By how much all times are shorter than in life.</summary>
    internal static double Scale { get; } =
        Environment.GetEnvironmentVariable("APISNOOP_CAPTURE_SCALE") is { } set ? double.Parse(set, CultureInfo.InvariantCulture) : 0.1;

    readonly Apisnoop _apisnoop = new();
    readonly int _port = FreePort(), _pages = FreePort();
    Process? _receiver;
    long _memory;
    TimeSpan _longestDown;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A sender gives a batch up after this time at the least.</summary>
    static TimeSpan RetryTime => Seconds(81.25);

    string Store => Path.Combine(_apisnoop.Folder, "store");

    public void Dispose()
    {
        _receiver?.Kill();
        _receiver?.Dispose();
        _apisnoop.Dispose();
    }

    [Fact]
    public async Task Every_event_is_recorded_once_although_the_receiver_is_killed_and_down_for_a_while_and_what_is_lost_is_told()
    {
        await StartReceiver();
        var kubeconfig = await File.ReadAllTextAsync(Path.Combine(Store, "capture", "kubeconfig"), Stop);
        using var first = new SendingApiServer(1, kubeconfig, Scale);
        using var second = new SendingApiServer(2, kubeconfig, Scale);
        using var third = new SendingApiServer(3, kubeconfig, Scale);
        SendingApiServer[] servers = [first, second, third];

        Run("record", "start", "load", "--release", "1.30");
        var longer = true;
        var sending = Task.WhenAll(servers.Select(s => Task.Run(() => s.Send(EventsPerSecond, Seconds(60), () => longer), Stop)));
        foreach (var down in (TimeSpan[])[TimeSpan.Zero, TimeSpan.Zero, Seconds(60) - s_start])
        {
            await Task.Delay(Seconds(10), Stop);
            await KillAndRestart(down);
            // To start is not ten times as fast: what failed gets through before the next blow.
            while (servers.Any(s => s.Waiting > 0)) await Task.Delay(50, Stop);
        }

        longer = false;
        await sending;
        await Task.WhenAll(servers.Select(s => s.Finish()));
        Run("record", "stop", "load", "--settle", "0");

        var store = new RecordingStore(Store);
        var (sent, givenUp) = (servers.Sum(s => s.Events), servers.Sum(s => s.GivenUp));
        // On a machine that is busy with other things it may have been down for longer than it was to be, or up and hardly running.
        if (_longestDown < 0.8 * RetryTime && servers.Max(s => s.SlowestTry) < 0.2 * RetryTime) givenUp.ShouldBe(0);
        store.Find("load")!.Requests.ShouldBeInRange(sent - givenUp, sent);
        store.Find("load")!.BadLines.ShouldBe(0);
        Tell(servers, sent, store.Find("load")!);

        await TwoMinutesDown(servers, store);
    }

    async Task TwoMinutesDown(SendingApiServer[] servers, RecordingStore store)
    {
        Run("record", "start", "gap", "--release", "1.30");
        var before = servers.Sum(s => s.Events);
        var givenUpBefore = servers.Sum(s => s.GivenUp);
        foreach (var server in servers) await server.Send(EventsPerSecond, Seconds(1));
        await Task.WhenAll(servers.Select(s => s.Finish()));
        Kill();
        foreach (var server in servers) await server.Send(EventsPerSecond, Seconds(1));
        await Task.Delay(Seconds(120), Stop);
        await StartReceiver();
        foreach (var server in servers) await server.Send(EventsPerSecond, Seconds(1));
        await Task.WhenAll(servers.Select(s => s.Finish()));
        var state = await State();
        Run("record", "stop", "gap", "--settle", "0");

        var (sent, givenUp) = (servers.Sum(s => s.Events) - before, servers.Sum(s => s.GivenUp) - givenUpBefore);
        givenUp.ShouldBePositive();
        store.Find("gap")!.Requests.ShouldBe(sent - givenUp);
        var senders = state.GetProperty("senders").EnumerateArray().ToList();
        senders.Count.ShouldBe(Servers);
        foreach (var sender in senders)
            sender.GetProperty("gaps").EnumerateArray().Last().GetProperty("meaning").GetString()!
                .ShouldContain("nobody received for");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Down for longer than the retries: {givenUp} of {sent} events given up, told as a gap.");
    }

    async Task KillAndRestart(TimeSpan down)
    {
        var watch = Stopwatch.StartNew();
        Kill();
        await Task.Delay(down, Stop);
        await StartReceiver();
        if (watch.Elapsed > _longestDown) _longestDown = watch.Elapsed;
    }

    void Kill()
    {
        _receiver!.Refresh();
        _memory = Math.Max(_memory, _receiver.PeakWorkingSet64);
        // SIGKILL: nothing is written, closed or told.
        _receiver.Kill();
        _receiver.WaitForExit();
        _receiver.Dispose();
        _receiver = null;
    }

    async Task StartReceiver()
    {
        _receiver = _apisnoop.Start(
            "capture", "--capture-url", $"https://127.0.0.1:{_port}/audit", "--url", $"http://127.0.0.1:{_pages}", "--retry-time",
            RetryTime.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        while (await _receiver.StandardError.ReadLineAsync(Stop) is { } line)
            if (line.StartsWith("APISnoop shows", StringComparison.Ordinal)) break;
        _ = _receiver.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    void Run(params string[] arguments)
    {
        var (code, _, error) = _apisnoop.Run(arguments);
        code.ShouldBe(0, error);
    }

    async Task<JsonElement> State()
    {
        using var http = new HttpClient();
        return JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{_pages}/api/v1/capture"), Stop)).RootElement;
    }

    void Tell(SendingApiServer[] servers, int sent, Manifest manifest)
    {
        _receiver!.Refresh();
        var answers = servers.SelectMany(s => s.Answers).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {sent:N0} events from {Servers} senders, killed twice, down for {_longestDown.TotalSeconds:0.0} s:
              {servers.Sum(s => s.Retries):N0} batches sent again, {servers.Sum(s => s.GivenUp):N0} events given up,
              {manifest.Requests:N0} requests recorded, {manifest.RepeatedEvents:N0} told again and counted once
              answers: half within {answers[answers.Count / 2]:0} ms, 99 of 100 within {answers[(int)(answers.Count * 0.99)]:0} ms
              memory of the receiver at most {Math.Max(_memory, _receiver.PeakWorkingSet64) >> 20:N0} MiB
            """));
    }

    static TimeSpan Seconds(double inLife) => TimeSpan.FromSeconds(inLife * Scale);

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
