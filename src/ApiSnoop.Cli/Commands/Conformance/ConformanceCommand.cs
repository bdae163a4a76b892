using System.CommandLine;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop conformance</c>: what conformance tests cover in each release, and what is owed.</summary>
internal sealed class ConformanceCommand : Command, IWithExamples
{
    public ConformanceCommand()
        : base("conformance", "What conformance tests cover in each release, what is owed, and how it came")
    {
        Add(new StatusCommand());
        Add(new ProgressCommand());
        Add(new EndpointsCommand());
        Add(new TestsCommand());
        Add(new ProposeCommand());
        Add(new ImportCommand());
    }

    public string Examples => """
        Examples:
          apisnoop conformance status 1.36
          apisnoop conformance progress --output markdown
          apisnoop conformance endpoints --untested
          apisnoop conformance tests --endpoint createCoreV1NamespacedPod
          apisnoop conformance propose my-test
          apisnoop conformance import pending_eligible_endpoints.yaml
        """;
}
