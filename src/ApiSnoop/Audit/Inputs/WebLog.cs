using System.Diagnostics.CodeAnalysis;
using ApiSnoop.Audit.Inputs.Listings;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Audit.Inputs;

/// <summary>A log on a web server, read as it comes; or the logs below a listing there.</summary>
internal static class WebLog
{
    // No limit on the whole: a log of gigabytes takes its time. A server that cannot be connected to is given up.
    static readonly HttpClient s_client = Client(redirect: true);

    /// <summary>Asks for what a listing names: where a redirection leads is looked at first.</summary>
    static readonly HttpClient s_strict = Client(redirect: false);

    const int MostRedirections = 5;

    static HttpClient Client(bool redirect) =>
        new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30), AllowAutoRedirect = redirect })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>Whether an argument is a web address.</summary>
    public static bool IsAddress(string argument, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(argument, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    /// <summary>
    /// What the user knows an address by: a password, or the signature of a signed address, must not end up in a manifest or on a page.
    /// </summary>
    public static string NameOf(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The inputs that an address gives.</summary>
    public static void Find(Uri address, LogInputSet found, CancellationToken cancelled)
    {
        var name = NameOf(address);
        var response = Ask(address, name, cancelled);
        found.Hold(response);
        var at = At(response, address);
        var stream = new PeekingStream(response.Content.ReadAsStream(cancelled));
        if (at.Authority == address.Authority && WebListing.MayBe(at, stream.Peek(WebListing.EnoughToTell)))
        {
            var tree = new WebTree(at, to => AskBelow(to, at, cancelled), cancelled);
            tree.Find(name, WebTree.Text(stream), found);
            return;
        }

        StreamInput.Find(name, response.Content.Headers.ContentLength, stream, isPipe: false, found, cancelled);
    }

    /// <summary>Asks for what is below a listing; a redirection is followed if it stays there.</summary>
    static HttpResponseMessage AskBelow(Uri address, Uri listing, CancellationToken cancelled)
    {
        for (var left = MostRedirections; ; left--)
        {
            var name = NameOf(address);
            var response = Ask(s_strict, address, name, address.Authority == listing.Authority ? listing : address, cancelled);
            if (response.Headers.Location is not { } location || (int)response.StatusCode is < 300 or > 399)
            {
                if (response.IsSuccessStatusCode) return response;
                using (response) throw Refused(name, response);
            }

            response.Dispose();
            address = new Uri(address, location);
            if (left == 0 || !WebListing.IsBelow(address, listing))
                throw new LogInputException($"{name} leads elsewhere, to {NameOf(address)}.");
        }
    }

    /// <summary>Where redirections led to, with the credentials of the address that was given.</summary>
    static Uri At(HttpResponseMessage response, Uri address) =>
        response.RequestMessage?.RequestUri is { } at && at.Authority == address.Authority
            ? new UriBuilder(at) { UserName = Part(address, 0), Password = Part(address, 1) }.Uri
            : response.RequestMessage?.RequestUri ?? address;

    static string Part(Uri address, int number) =>
        address.UserInfo.Split(':', 2) is var parts && parts.Length > number ? parts[number] : "";

    static HttpResponseMessage Ask(Uri address, string name, CancellationToken cancelled)
    {
        var response = Ask(s_client, address, name, address, cancelled);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw Refused(name, response);
    }

    static LogInputException Refused(string name, HttpResponseMessage response) => new(
        $"{name} answered {(int)response.StatusCode} {response.ReasonPhrase}. Check the address and whether it needs credentials.");

    static HttpResponseMessage Ask(HttpClient client, Uri address, string name, Uri credentials, CancellationToken cancelled)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = BasicCredentials.Of(credentials);
        try
        {
            return client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancelled);
        }
        catch (HttpRequestException e)
        {
            throw new LogInputException($"{name} cannot be reached: {e.Message}", e);
        }
    }
}
