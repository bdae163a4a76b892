using System.CommandLine;
using ApiSnoop.Capturing.Following;
using ApiSnoop.Cli.Options;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop remove-audit</c>: forgets recordings.</summary>
internal sealed class RemoveAuditCommand : Command, IWithExamples
{
    readonly StoreOption _store = new();
    readonly Argument<string[]> _apps = new("APP") { Description = "Apps to remove", Arity = ArgumentArity.OneOrMore };

    public RemoveAuditCommand()
        : base("remove-audit", "Remove the recordings of apps")
    {
        Add(_apps);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop remove-audit prometheus
        """;

    int Run(ParseResult result)
    {
        var store = _store.Open(result);
        var code = ExitCode.Done;
        foreach (var app in result.GetRequiredValue(_apps))
        {
            Following.Forget(store, app);
            if (store.Remove(app))
            {
                result.InvocationConfiguration.Output.WriteLine($"{app} deleted");
            }
            else
            {
                result.InvocationConfiguration.Error.WriteLine($"{app} does not exist");
                code = ExitCode.Failed;
            }
        }

        return code;
    }
}
