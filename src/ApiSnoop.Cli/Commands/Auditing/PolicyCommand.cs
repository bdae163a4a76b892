using System.CommandLine;
using ApiSnoop.Auditing.Policies;
using ApiSnoop.Catalog;

namespace ApiSnoop.Cli.Commands.Auditing;

/// <summary><c>apisnoop policy</c>: writes an audit policy, and says what one cannot show.</summary>
internal sealed class PolicyCommand : Command, IWithExamples
{
    readonly Option<string> _for = new("--for")
    {
        Description = "coverage: all that tests hit; app: all but what the cluster's own parts do; minimal: the same, as cheaply "
            + "as it goes",
        DefaultValueFactory = _ => PolicyPurpose.Coverage.Text(),
        HelpName = string.Join('|', PolicyPurposes.Names),
    };
    readonly Option<string[]> _namespaces = new("--namespace")
    {
        Description = "Log only the service accounts of this namespace; may be repeated",
        HelpName = "NAME",
    };
    readonly Option<string?> _release = new("--release")
    {
        Description = "Kubernetes release of the cluster, such as 1.30 [default: the newest known]",
        HelpName = "RELEASE",
    };
    readonly Option<string?> _out = new("--out") { Description = "The file to write it to [default: standard output]", HelpName = "FILE" };

    public PolicyCommand()
        : base("policy", "Write an audit policy without bodies that says what each rule costs")
    {
        _for.AcceptOnlyFromAmong([.. PolicyPurposes.Names]);
        _namespaces.Validators.Add(option =>
        {
            foreach (var given in option.Tokens.Where(t => !KubernetesName.IsLabel(t.Value)))
                option.AddError($"--namespace {given.Value} is no name of a namespace: small letters, digits and dashes, 63 at most.");
        });
        foreach (var option in (Option[])[_for, _namespaces, _release, _out]) Add(option);
        Add(new PolicyCheckCommand());
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop policy > audit-policy.yaml
          apisnoop policy --for app --namespace shop --release 1.30
          apisnoop policy --for minimal --out audit-policy.yaml
          apisnoop policy check audit-policy.yaml
          apisnoop policy check audit.log -o json
        """;

    int Run(ParseResult result)
    {
        var policy = WrittenPolicy.For(
            PolicyPurposes.Parse(result.GetValue(_for)), [.. (result.GetValue(_namespaces) ?? []).Distinct()],
            KnownRelease.Of(result.GetValue(_release)));
        if (result.GetValue(_out) is { } file and not "-") OutputFile.Write(file, to => to.Write(policy.Text));
        else result.InvocationConfiguration.Output.Write(policy.Text);
        return ExitCode.Done;
    }
}
