using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// The names that a server on this machine's own address answers to. A page of another site can have its name lead here, and
/// would read what is loaded; its requests still carry that name.
/// </summary>
public static class OwnHosts
{
    static readonly string[] s_loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether only this machine reaches an address.</summary>
    /// <param name="url">The address that the server listens on.</param>
    public static bool IsLoopback(string url) => Of(url, []).Count > 0;

    /// <summary>
    /// Has a server answer to these only, from here on in its pipeline. The framework's own way does so before all else, and whoever runs
    /// the server asks for its health by an address of its own choice.
    /// </summary>
    internal static void Use(IApplicationBuilder app, string url, IReadOnlyList<string> others)
    {
        if (Of(url, others) is { Count: > 0 } hosts) app.UseMiddleware<HostFilteringMiddleware>(new Fixed(new() { AllowedHosts = hosts }));
    }

    /// <summary>The hosts to answer to; none for a server that others may reach, by names that only they know.</summary>
    /// <param name="url">The address that the server listens on.</param>
    /// <param name="others">Names that the user gave.</param>
    public static IList<string> Of(string url, IReadOnlyList<string> others)
    {
        var host = BindingAddress.Parse(url).Host;
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)) return [.. s_loopback, .. others];
        return IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address) ? [.. s_loopback, host, .. others] : [.. others];
    }

    sealed class Fixed(HostFilteringOptions options) : IOptionsMonitor<HostFilteringOptions>
    {
        public HostFilteringOptions CurrentValue => options;

        public HostFilteringOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<HostFilteringOptions, string?> listener) => null;
    }
}
