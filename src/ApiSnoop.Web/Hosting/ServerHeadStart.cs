using System.Net;
using ApiSnoop.Recording;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// Does once, as the server starts, what its first visitor would wait for: starts what answers questions about single requests,
/// and asks for the home page, which reads the recordings and has the code for pages compiled.
/// </summary>
internal sealed class ServerHeadStart(IServer server, IHostApplicationLifetime lifetime) : BackgroundService
{
    // The host waits for it when it stops: a process that ends while a native library is being loaded does not end well.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Task.Run(RecordedCalls.GetReady, CancellationToken.None), AskForHomePage(stoppingToken));

    async Task AskForHomePage(CancellationToken stopping)
    {
        try
        {
            await Started(stopping).ConfigureAwait(false);
            if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address) return;
            using var client = new HttpClient { BaseAddress = Local(address) };
            client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
            using var answer = await client.GetAsync("/", stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            // The first visitor waits, then.
        }
    }

    async Task Started(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>
    /// Only an address names where the server listens: with a name it does so on all of this machine's, and the name may be
    /// another machine's.
    /// </summary>
    internal static Uri Local(string url)
    {
        var given = BindingAddress.Parse(url);
        var named = IPAddress.TryParse(given.Host.Trim('[', ']'), out var address) && !address.Equals(IPAddress.Any)
            && !address.Equals(IPAddress.IPv6Any);
        return new UriBuilder(Uri.UriSchemeHttp, named ? given.Host : "localhost", given.Port).Uri;
    }
}
