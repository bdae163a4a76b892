using System.CommandLine;
using ApiSnoop.Capturing;
using ApiSnoop.Cli.Options;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary>
/// <c>apisnoop capture kubeconfig</c>: the file that API servers need, from where nothing else can read it, such as a pod.
/// </summary>
internal sealed class KubeconfigCommand : Command
{
    readonly StoreOption _store = new();

    public KubeconfigCommand()
        : base("kubeconfig", "Print the file that API servers need (--audit-webhook-config-file). It holds the token to send with")
    {
        _store.AddTo(this);
        SetAction(result =>
        {
            var store = _store.Open(result);
            var file = Path.Combine(Capture.FolderOf(store), "kubeconfig");
            if (!File.Exists(file)) throw new UserException($"No capture has run on {store.Location} yet: apisnoop capture");
            result.InvocationConfiguration.Output.Write(File.ReadAllText(file));
            return ExitCode.Done;
        });
    }
}
