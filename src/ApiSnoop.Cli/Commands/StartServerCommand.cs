using System.CommandLine;
using System.Net.Sockets;
using ApiSnoop.Cli.Options;
using ApiSnoop.Web;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop start-server</c>: the pages and the JSON API.</summary>
internal sealed class StartServerCommand : Command, IWithExamples
{
    readonly StoreOption _store = new();
    readonly UrlOption _url = new();

    public StartServerCommand()
        : base("start-server", "Show the recordings on http://localhost:9090")
    {
        _url.AddTo(this);
        _store.AddTo(this);
        SetAction((result, cancelled) => Serve(result, _store.Open(result).Location, _url.Url(result), cancelled));
    }

    public string Examples => """
        Examples:
          apisnoop start-server
          apisnoop start-server --url http://localhost:8080 --store ./recordings
        """;

    /// <summary>Serves until it is stopped.</summary>
    public static async Task<int> Serve(ParseResult result, string store, string url, CancellationToken cancelled)
    {
        var app = ApiSnoopServer.Build(new ServerOptions { Store = store, Url = url, Version = ToolVersion.Text });
        await using (app.ConfigureAwait(false))
        {
            try
            {
                await app.StartAsync(cancelled).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                throw new UserException($"Cannot listen on {url}: {e.Message.TrimEnd('.')}. Choose another address with --url http://localhost:PORT.");
            }

            await result.InvocationConfiguration.Error.WriteLineAsync($"APISnoop shows {store} on {string.Join(", ", app.Urls)}  (Ctrl-C stops)").ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, cancelled).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
