using System.Net;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// The names that a server on this machine's own address answers to. A page of another site can have its name lead here, and
/// would read what is loaded; its requests still carry that name.
/// </summary>
internal static class OwnHosts
{
    static readonly string[] s_loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>The hosts to answer to; none for a server that others may reach, by names that only they know.</summary>
    /// <param name="url">The address that the server listens on.</param>
    /// <param name="others">Names that the user gave.</param>
    public static IList<string> Of(string url, IReadOnlyList<string> others)
    {
        var host = BindingAddress.Parse(url).Host;
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)) return [.. s_loopback, .. others];
        return IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address) ? [.. s_loopback, host, .. others] : [.. others];
    }
}
