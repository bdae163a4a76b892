using System.CommandLine;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop conformance</c>: what conformance tests cover in each release, and what is owed.</summary>
internal sealed class ConformanceCommand : Command, IWithExamples
{
    public ConformanceCommand()
        : base("conformance", "What conformance tests cover in each release, what is owed, and how it came")
    {
        Add(new ImportCommand());
    }

    public string Examples => """
        Examples:
          apisnoop conformance import pending_eligible_endpoints.yaml
          apisnoop conformance import conformance.yaml --release 1.37
        """;
}
