using ApiSnoop.Recording;
using Microsoft.Extensions.Hosting;

namespace ApiSnoop.Web.Hosting;

/// <summary>Starts what answers questions about single requests as the server starts, so that the first such page need not wait for it.</summary>
internal sealed class RowsHeadStart : BackgroundService
{
    // The host waits for it when it stops: a process that ends while a native library is being loaded does not end well.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(RecordedCalls.GetReady, CancellationToken.None);
}
