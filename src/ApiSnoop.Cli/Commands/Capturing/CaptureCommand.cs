using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Web;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary><c>apisnoop capture</c>: receives what API servers post, beside the pages.</summary>
internal sealed class CaptureCommand : Command, IWithExamples
{
    readonly StoreOption _store = new();
    readonly UrlOption _url = new();
    readonly CaptureOptionSet _capture = new();
    readonly LogFormatOption _logFormat = new();
    readonly AccessOptionSet _access = new();

    public CaptureCommand()
        : base("capture", "Receive audit events from API servers, to record apps while they run")
    {
        _capture.AddTo(this);
        _url.AddTo(this);
        _store.AddTo(this);
        Add(new KubeconfigCommand());
        _logFormat.AddTo(this);
        _access.AddTo(this);
        SetAction((result, cancelled) =>
        {
            var store = _store.Open(result);
            var door = _capture.Open(result, store);
            var options = new ServerOptions
            {
                Store = store.Address,
                Access = _access.Of(result, store, _url.Url(result), door),
                Url = _url.Url(result),
                Version = ToolVersion.Text,
                LogsJson = _logFormat.IsJson(result),
                Capture = door,
            };
            return StartServerCommand.Serve(result, options, cancelled);
        });
    }

    public string Examples => """
        Examples:
          apisnoop capture
          apisnoop capture --capture-url https://0.0.0.0:9443/audit --capture-host host.docker.internal
          apisnoop capture --capture-url https://10.0.0.5:9443/audit --capture-client-ca ca.pem
          apisnoop capture kubeconfig

        What it prints first is the file that the API server needs: kube-apiserver --audit-webhook-config-file=FILE.
        Then record an app in another terminal. docs/capture.md has the whole way.
        """;
}
