using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Web;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop start-server</c>: the pages and the JSON API.</summary>
internal sealed class StartServerCommand : Command, IWithExamples
{
    readonly StoreOption _store = new();
    readonly Option<string> _url = new("--url")
    {
        Description = "Where to listen. Recordings tell of a cluster's inside: think before leaving localhost",
        DefaultValueFactory = _ => "http://localhost:9090",
        HelpName = "URL",
    };

    public StartServerCommand()
        : base("start-server", "Show the recordings on http://localhost:9090")
    {
        Add(_url);
        _store.AddTo(this);
        SetAction((result, cancelled) => Serve(result, _store.Open(result).Location, result.GetRequiredValue(_url), cancelled));
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
            catch (IOException e)
            {
                throw new UserException($"Cannot listen on {url}: {e.Message} Choose another address with --url http://localhost:PORT.");
            }

            await result.InvocationConfiguration.Error.WriteLineAsync($"APISnoop shows {store} on {string.Join(", ", app.Urls)}  (Ctrl-C stops)").ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, cancelled).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
