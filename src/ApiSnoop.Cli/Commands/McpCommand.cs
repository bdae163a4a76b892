using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Web;
using ApiSnoop.Web.Mcp;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop mcp</c>: language models ask the recordings.</summary>
internal sealed class McpCommand : Command, IWithExamples
{
    readonly Option<bool> _http = new("--http")
    {
        Description = $"Answer at {ModelServer.Path} of a server, beside the pages, instead of on standard input and output",
    };
    readonly UrlOption _url = new();
    readonly AccessOptionSet _access = new();
    readonly LogFormatOption _logFormat = new();
    readonly StoreOption _store = new();

    public McpCommand()
        : base("mcp", "Let language models ask the recordings, over the Model Context Protocol; nothing can be changed")
    {
        Add(_http);
        _store.AddTo(this);
        _url.AddTo(this);
        _access.AddTo(this);
        _logFormat.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop mcp
          apisnoop mcp --http --url http://localhost:9090

        A client starts it by itself: {"mcpServers": {"apisnoop": {"command": "apisnoop", "args": ["mcp"]}}}
        Tools: apps, coverage, risk, callers, endpoints, untested, explain. Each answers as one address of the JSON API does.
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        var store = _store.Open(result);
        var options = new ServerOptions { Store = store.Address, Version = ToolVersion.Text, LogsJson = _logFormat.IsJson(result) };
        if (result.GetValue(_http))
        {
            var url = _url.Url(result);
            var access = _access.Of(result, store, url, door: null);
            return await StartServerCommand.Serve(result, options with { Mcp = ModelDoor.Http, Url = url, Access = access }, cancelled)
                .ConfigureAwait(false);
        }

        await ModelServer.Speak(options, cancelled).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
