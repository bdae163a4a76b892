using System.CommandLine;
using System.Net.Sockets;
using ApiSnoop.Cli.Commands.Capturing;
using ApiSnoop.Cli.Commands.Certification;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;
using ApiSnoop.Web;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Hosting;
using ApiSnoop.Web.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop start-server</c>: the pages and the JSON API.</summary>
internal sealed class StartServerCommand : Command, IWithExamples
{
    readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Recordings as files, as recording export writes them, to be shown without a store",
        Arity = ArgumentArity.ZeroOrMore,
    };
    readonly StoreOption _store = new();
    readonly UrlOption _url = new();
    readonly Option<string[]> _hosts = new("--host")
    {
        Description = "Another name to answer to, such as that of a proxy in front. On localhost no other is answered",
        HelpName = "NAME",
    };

    readonly ShownCertificates _certificates = new();
    readonly Option<bool> _withCapture = new("--capture")
    {
        Description = "Receive audit events from API servers as well, as apisnoop capture does",
    };
    readonly CaptureOptionSet _capture = new();
    readonly LogFormatOption _logFormat = new();
    readonly AccessOptionSet _access = new();

    public StartServerCommand()
        : base("start-server", "Show the recordings on http://localhost:9090")
    {
        Add(_files);
        _url.AddTo(this);
        Add(_hosts);
        _certificates.AddTo(this);
        _store.AddTo(this);
        _logFormat.AddTo(this);
        _access.AddTo(this);
        Add(_withCapture);
        _capture.AddTo(this);
        Validators.Add(command =>
        {
            if (command.GetValue(_files) is { Length: > 0 } && (_store.IsGiven(command) || command.GetValue(_withCapture)))
                command.AddError("Files are shown by themselves: give files, or --store or --capture.");
            if (!command.GetValue(_withCapture) && _capture.IsGiven(command))
                command.AddError("The options of a capture mean nothing without --capture.");
        });
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop start-server
          apisnoop start-server --url http://localhost:8080 --store ./recordings
          apisnoop start-server --host apisnoop.example.org
          apisnoop start-server --certificates ./certificates --key vendor.pub.pem --logos ./logos
          apisnoop start-server --url http://0.0.0.0:9090 --oidc-issuer https://id.example.org --oidc-audience apisnoop
          apisnoop start-server my-app.apisnoop
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        if (result.GetValue(_files) is not { Length: > 0 } files)
            return await Serve(result, OptionsOf(result, _store.Open(result)), cancelled).ConfigureAwait(false);
        // They are taken into a store of their own, which goes with the server.
        var folder = Directory.CreateTempSubdirectory("apisnoop-").FullName;
        try
        {
            var store = new RecordingStore(folder);
            foreach (var file in files) RecordingCommand.Take(file, store);
            return await Serve(result, OptionsOf(result, store), cancelled).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    ServerOptions OptionsOf(ParseResult result, RecordingStore store)
    {
        var door = result.GetValue(_withCapture) ? _capture.Open(result, store) : null;
        return _certificates.In(
            new ServerOptions
            {
                Store = store.Address,
                Access = _access.Of(result, store, _url.Url(result), door),
                Url = _url.Url(result),
                Hosts = result.GetValue(_hosts) ?? [],
                Version = ToolVersion.Text,
                LogsJson = _logFormat.IsJson(result),
                Capture = door,
            },
            result);
    }

    /// <summary>Serves until it is stopped; a capture is closed with it.</summary>
    public static async Task<int> Serve(ParseResult result, ServerOptions options, CancellationToken cancelled)
    {
        using var door = options.Capture;
        var app = ApiSnoopServer.Build(options);
        await using (app.ConfigureAwait(false))
        {
            var receiver = door is null ? null : CaptureServer.Build(door, options.LogsJson);
            await using (receiver)
            {
                if (receiver is not null)
                    await Start(receiver, door!.Listening.Url, "--capture-url https://127.0.0.1:PORT/audit", cancelled)
                        .ConfigureAwait(false);
                await Start(app, options.Url, "--url http://localhost:PORT", cancelled).ConfigureAwait(false);
                var error = result.InvocationConfiguration.Error;
                Task Say(string words) =>
                    error.WriteLineAsync(options.LogsJson ? LogLines.Json(words, TimeProvider.System) : words);
                if (door is not null)
                {
                    door.TellWhereToPost(CaptureServer.PortOf(receiver!));
                    door.TellWhereToAsk(app.Urls.First());
                    await Say(
                        $"APISnoop receives audit events on {door.PostUrl}. An API server needs this file:\n"
                            + $"  --audit-webhook-config-file={door.KubeconfigPath}\n"
                            + $"Record an app: apisnoop record APP -- COMMAND. Who sends: {app.Urls.First()}/capture")
                        .ConfigureAwait(false);
                }

                if (options.Access is { IsOpen: false, Tokens: { } tokens } && !OwnHosts.IsLoopback(options.Url))
                    await Say($"Who asks from elsewhere needs a token: that of view in {tokens.Path}").ConfigureAwait(false);
                await Say(
                    $"APISnoop shows {options.Store} on {string.Join(", ", app.Urls)}  (Ctrl-C stops)").ConfigureAwait(false);
                await Task.Delay(Timeout.Infinite, cancelled)
                    .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                    .ConfigureAwait(false);
                if (receiver is not null) await receiver.StopAsync(CancellationToken.None).ConfigureAwait(false);
                await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        return ExitCode.Done;
    }

    static async Task Start(WebApplication app, string url, string other, CancellationToken cancelled)
    {
        try
        {
            await app.StartAsync(cancelled).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new UserException($"Cannot listen on {url}: {e.Message.TrimEnd('.')}. Choose another address with {other}.");
        }
    }
}
