using System.Diagnostics.CodeAnalysis;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Audit.Inputs;

/// <summary>A log on a web server, read as it comes.</summary>
internal static class WebLog
{
    // No limit on the whole: a log of gigabytes takes its time. A server that cannot be connected to is given up.
    static readonly HttpClient s_client =
        new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30), AllowAutoRedirect = true })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>Whether an argument is a web address.</summary>
    public static bool IsAddress(string argument, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(argument, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    /// <summary>The inputs that an address gives.</summary>
    public static void Find(Uri address, LogInputSet found, CancellationToken cancelled)
    {
        // A password, or the signature of a signed address, must not end up in a manifest or on a page.
        var name = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        var response = Ask(address, name, cancelled);
        found.Hold(response);
        StreamInput.Find(
            name, response.Content.Headers.ContentLength, response.Content.ReadAsStream(cancelled), isPipe: false, found, cancelled);
    }

    static HttpResponseMessage Ask(Uri address, string name, CancellationToken cancelled)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = BasicCredentials.Of(address);
        try
        {
            var response = s_client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancelled);
            if (response.IsSuccessStatusCode) return response;
            response.Dispose();
            throw new LogInputException(
                $"{name} answered {(int)response.StatusCode} {response.ReasonPhrase}. Check the address and whether it needs credentials.");
        }
        catch (HttpRequestException e)
        {
            throw new LogInputException($"{name} cannot be reached: {e.Message}", e);
        }
    }
}
