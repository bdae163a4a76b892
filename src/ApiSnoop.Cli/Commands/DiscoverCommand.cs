using System.CommandLine;
using System.Diagnostics;
using ApiSnoop.Catalog;
using ApiSnoop.Cli.Options;
using ApiSnoop.Insights.Kapics;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop discover</c>: which apps a log is of.</summary>
internal sealed class DiscoverCommand : Command, IWithExamples
{
    static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    readonly Argument<string[]> _logs = new("LOG")
    {
        Description = "Audit logs: files, folders, globs, http(s) URLs, - for standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };
    readonly Option<string?> _recording = new("--recording")
    {
        Description = "Look at an app's recording instead of logs",
        HelpName = "APP",
    };
    readonly Option<bool> _all = new("--all", "-a") { Description = "Show the cluster's own noise as well, a row each" };
    readonly Option<bool> _printNoise = new("--print-noise") { Description = "Print the rules that tell noise, and stop" };
    readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress" };
    readonly ReleaseOption _release = new();
    readonly NoiseOption _noise = new();
    readonly OutputOption _output = new();
    readonly StoreOption _store = new();

    public DiscoverCommand()
        : base("discover", "Find the apps in a cluster's log: who calls what, and how to record each")
    {
        Add(_logs);
        Add(_recording);
        Add(_all);
        _noise.AddTo(this);
        Add(_printNoise);
        _release.AddTo(this);
        Add(_quiet);
        _output.AddTo(this);
        _store.AddTo(this);
        Validators.Add(command =>
        {
            var (logs, recording) = (command.GetValue(_logs) is { Length: > 0 }, command.GetValue(_recording) is not null);
            if (!command.GetValue(_printNoise) && logs == recording)
                command.AddError("Name logs, or a recording: apisnoop discover LOG..., or --recording APP.");
        });
        SetAction(Run);
    }

    public string Examples => """
        A KAPIC (Kubernetes API consumer) is told by its service account; what has none by the program in its user agent and,
        where these are few, the namespaces that it worked in. Of rules for noise the last one that fits decides: those that ship, then
        noise.tsv in the store, then --noise FILE. A line is KIND, USER AGENT, USER and a remark with tabs between, or just a user agent.

        Examples:
          apisnoop discover audit.log
          kubectl logs -n kube-system kube-apiserver-minikube | apisnoop discover -
          apisnoop discover --recording cluster --all -o wide
          apisnoop discover --print-noise
        """;

    // On a thread of its own: a pipe that nobody writes to cannot be stopped, but it can be left.
    Task<int> Run(ParseResult result, CancellationToken cancelled) => Task.Run(() => Find(result, cancelled), CancellationToken.None);

    int Find(ParseResult result, CancellationToken cancelled)
    {
        var store = _store.Open(result);
        var rules = _noise.Rules(result, store);
        if (result.GetValue(_printNoise)) _output.Print(result, rules.ToTable());
        else if (result.GetValue(_recording) is { } app) Print(result, Recorded(store, app), rules);
        else Print(result, Counted(result, cancelled), rules);
        return ExitCode.Done;
    }

    void Print(ParseResult result, (Cube Cube, Release Release, IReadOnlyList<string> Logs) seen, NoiseRules rules)
    {
        var found = FoundKapics.In(seen.Cube, seen.Release, rules);
        var shown = result.GetValue(_all) ? [.. found.Apps, .. found.Noise] : found.Apps;
        _output.Print(result, KapicTables.Of(shown, seen.Logs));
        result.InvocationConfiguration.Error.WriteLine(
            KapicTables.Folded(found.Noise) + (found.Noise.IsEmpty || result.GetValue(_all) ? "." : "; --all shows them."));
    }

    static (Cube, Release, IReadOnlyList<string>) Recorded(RecordingStore store, string app)
    {
        var recording = new RecordingShelf(store).Open(app)
            ?? throw new UserException($"There is no recording of \"{app}\". Those that there are: apisnoop apps.");
        return (recording.Stored.Cube, recording.Release, [.. recording.Stored.Manifest.Sources.Select(s => s.Name)]);
    }

    (Cube, Release, IReadOnlyList<string>) Counted(ParseResult result, CancellationToken cancelled)
    {
        var logs = result.GetRequiredValue(_logs);
        var progress = new LoadProgress();
        CountedLog counted;
        using (result.GetValue(_quiet) || Console.IsErrorRedirected ? null : new ProgressLine(progress, Stopwatch.StartNew(), s_tick))
            counted = AuditLoad.Count(
                new LoadRequest
                {
                    App = "discover",
                    Inputs = logs,
                    StandardInput = Console.OpenStandardInput,
                    Release = _release.Version(result),
                    ToolVersion = ToolVersion.Text,
                },
                progress, TimeProvider.System, cancelled);
        var error = result.InvocationConfiguration.Error;
        error.WriteLine($"Release {counted.Manifest.Release}: {counted.Manifest.ReleaseEvidence}");
        foreach (var note in counted.Manifest.Notes) error.WriteLine($"Note: {note}");
        return (counted.Cube, counted.Release, logs);
    }
}
