using System.CommandLine;
using ApiSnoop.Cli.Commands.Auditing;
using ApiSnoop.Cli.Commands.Capturing;
using ApiSnoop.Cli.Commands.Certification;
using ApiSnoop.Cli.Commands.Conformance;
using ApiSnoop.Cli.Commands.Kapic;
using ApiSnoop.Cli.Commands.Stores;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop</c> itself, with the commands under it.</summary>
internal sealed class ApisnoopCommand : RootCommand, IWithExamples
{
    /// <summary>Makes the command.</summary>
    /// <param name="named">The command that the user named. Only that one is made: making all takes most of the time before one
    /// runs.</param>
    public ApisnoopCommand(string? named)
        : base("Snoops on the Kubernetes API: which endpoints are used by conformance tests and by apps.")
    {
        HelpName = "apisnoop";
        CommandHelp.AddTo(this);
        foreach (var command in Commands(named)) Add(command);
    }

    public string Examples => """
        Examples:
          apisnoop demo
          apisnoop load-audit audit.log prometheus --service-account monitoring:prometheus
          apisnoop start-server
          apisnoop export-data app-usage-endpoints endpoints.csv prometheus

        More on a command: apisnoop COMMAND --help. What exit codes mean: apisnoop help exit-codes
        """;

    static readonly (string Name, Func<Command> Make)[] s_commands =
    [
        ("demo", () => new DemoCommand()),
        ("load-audit", () => new LoadAuditCommand()),
        ("commit", () => new CommitCommand()),
        ("discover", () => new DiscoverCommand()),
        ("start-server", () => new StartServerCommand()),
        ("mcp", () => new McpCommand()),
        ("capture", () => new CaptureCommand()),
        ("record", () => new RecordCommand()),
        ("apps", () => new AppsCommand()),
        ("setup", () => new SetupCommand()),
        ("policy", () => new PolicyCommand()),
        ("kapic", () => new KapicCommand()),
        ("export-data", () => new ExportDataCommand()),
        ("conformance", () => new ConformanceCommand()),
        ("certify", () => new CertifyCommand()),
        ("certificate", () => new CertificateCommand()),
        ("upgrade-risk", () => new UpgradeRiskCommand()),
        ("matrix", () => new MatrixCommand()),
        ("gate", () => new GateCommand()),
        ("diff", () => new DiffCommand()),
        ("verify-results", () => new VerifyResultsCommand()),
        ("publish", () => new PublishCommand()),
        ("report", () => new ReportCommand()),
        ("chart", () => new ChartCommand()),
        ("sql", () => new SqlCommand()),
        ("explain", () => new ExplainCommand()),
        ("catalog", () => new CatalogCommand()),
        ("load-coverage", () => new LoadCoverageCommand()),
        ("load-counts", () => new LoadCountsCommand()),
        ("set-kind", () => new SetKindCommand()),
        ("recording", () => new RecordingCommand()),
        ("push", () => new PushCommand()),
        ("pull", () => new PullCommand()),
        ("store", () => new StoreCommand()),
        ("remove-audit", () => new RemoveAuditCommand()),
        ("help", () => new HelpCommand()),
    ];

    /// <summary>The names of all commands, in the order of the help.</summary>
    public static IEnumerable<string> Names => s_commands.Select(c => c.Name);

    static IEnumerable<Command> Commands(string? named)
    {
        var chosen = s_commands.Where(c => c.Name == named).ToList();
        return (chosen.Count > 0 ? chosen : [.. s_commands]).Select(c => c.Make());
    }
}
