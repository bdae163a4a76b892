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
    readonly Option<string[]> _hosts = new("--host")
    {
        Description = "Another name to answer to, such as that of a proxy in front. On localhost no other is answered",
        HelpName = "NAME",
    };

    public StartServerCommand()
        : base("start-server", "Show the recordings on http://localhost:9090")
    {
        _url.AddTo(this);
        Add(_hosts);
        _store.AddTo(this);
        SetAction((result, cancelled) =>
            Serve(result, _store.Open(result).Location, _url.Url(result), result.GetValue(_hosts) ?? [], cancelled));
    }

    public string Examples => """
        Examples:
          apisnoop start-server
          apisnoop start-server --url http://localhost:8080 --store ./recordings
          apisnoop start-server --host apisnoop.example.org
        """;

    /// <summary>Serves until it is stopped.</summary>
    public static async Task<int> Serve(
        ParseResult result, string store, string url, IReadOnlyList<string> hosts, CancellationToken cancelled)
    {
        var app = ApiSnoopServer.Build(new ServerOptions { Store = store, Url = url, Hosts = hosts, Version = ToolVersion.Text });
        await using (app.ConfigureAwait(false))
        {
            try
            {
                await app.StartAsync(cancelled).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                throw new UserException(
                    $"Cannot listen on {url}: {e.Message.TrimEnd('.')}. Choose another address with --url http://localhost:PORT.");
            }

            await result.InvocationConfiguration.Error.WriteLineAsync(
                $"APISnoop shows {store} on {string.Join(", ", app.Urls)}  (Ctrl-C stops)").ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, cancelled)
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
