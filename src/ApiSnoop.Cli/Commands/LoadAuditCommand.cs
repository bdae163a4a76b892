using System.CommandLine;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.OpenApi;
using ApiSnoop.Cli.Commands.Capturing;
using ApiSnoop.Cli.Options;
using ApiSnoop.Coverage;
using ApiSnoop.Loading;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop load-audit</c>: records an app from audit logs.</summary>
internal sealed class LoadAuditCommand : Command, IWithExamples
{
    readonly Argument<string[]> _arguments = new("LOG... APP")
    {
        Description =
            "Audit logs (files, folders, globs, http(s) URLs, - for standard input; gzip, zstd and tar are seen through), then the "
            + "app's name. The one named e2e is the test run. With --split-by all are logs.",
        Arity = new ArgumentArity(1, 100_000),
    };

    readonly ReleaseOption _release = new();
    readonly Option<string?> _spec = new("--spec")
    {
        Description = "OpenAPI v2 or v3 document to match against, such as a live cluster's /openapi/v2",
        HelpName = "FILE|URL",
    };
    readonly KindOption _kind = new();
    readonly SplitOptions _split = new();
    readonly Option<bool> _append = new("--append") { Description = "Add to the app's recording instead of replacing it" };
    readonly Option<string?> _testPattern = new("--test-pattern")
    {
        Description = "How another suite's user agents name tests: a regular expression with a group (?<test>…)",
        HelpName = "REGEX",
    };
    readonly Option<string[]> _testsFrom = new("--tests-from")
    {
        Description = "Where user agents name no tests: give requests to the test that ran when they came, as FILE tells: what Ginkgo 1 "
            + "printed, Ginkgo 2's --json-report, or a junit report (inexact)",
        HelpName = "FILE",
    };
    readonly Option<double> _testsShift = new("--tests-shift")
    {
        Description = "Seconds to add to the times in these files, such as -3.5, or 7200 for two hours",
        HelpName = "SECONDS",
    };
    readonly Option<string?> _share = new("--share")
    {
        Description = "Load only the I-th of N shares of the log streams, as each of N loaders does at once, for apisnoop commit to put "
            + "together; N alone where $JOB_COMPLETION_INDEX tells I, from 0",
        HelpName = "I/N",
    };
    readonly Option<bool> _dryRun = new("--dry-run", "-n")
    {
        Description = "Count and say what would be recorded, and record nothing: to try filters",
    };
    readonly Option<bool> _strict = new("--strict")
    {
        Description = "Treat a bad line as an error: nothing is recorded. Also validates JSON that is otherwise skipped",
    };
    readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads that read",
        DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, 16),
        HelpName = "N",
    };
    readonly Option<int> _maxLine = new("--max-line")
    {
        Description = "Longest line to read, in MiB",
        DefaultValueFactory = _ => 64,
        HelpName = "MIB",
    };
    readonly Option<bool> _follow = new("--follow")
    {
        Description = "Go on with what is appended to the logs, across rotation, until Ctrl-C; begins where it stopped",
    };
    readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress" };
    readonly OutputOption _output = new();
    readonly FilterOptions _filter = new(onLoad: true);
    readonly StoreOption _store = new();

    public LoadAuditCommand()
        : base("load-audit", "Load audit logs as an app's recording")
    {
        // Logs and app take what is left of the command line; a mistyped option is not one of them.
        _arguments.Validators.Add(arguments =>
        {
            if (arguments.Tokens.FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
                arguments.AddError($"There is no option {unknown.Value}.");
        });
        _arguments.Validators.Add(arguments =>
        {
            if (_split.IsGiven(arguments)) return;
            if (arguments.Tokens.Count == 1)
                arguments.AddError("Name the logs, then the app: apisnoop load-audit LOG... APP. Or have each app found: --split-by.");
            // Whoever forgets the name would replace a recording by one of all logs but the last.
            if (arguments.Tokens is [_, .., { Value: var app }] && IsLog(app))
                arguments.AddError($"The app's name comes last, and {app} is a file.");
        });
        Validators.Add(command =>
        {
            if (_split.IsGiven(command) && command.GetValue(_testsFrom) is { Length: > 0 })
                command.AddError("Give --split-by or --tests-from, not both.");
            if (Math.Abs(command.GetValue(_testsShift)) > 10 * 365 * 86_400.0) command.AddError("--tests-shift is more than ten years.");
            if (command.GetValue(_dryRun) && command.GetValue(_append))
                command.AddError("Give --dry-run or --append, not both: a dry run counts what would be added.");
            if (command.GetValue(_share) is not null && (command.GetValue(_append) || command.GetValue(_dryRun) || command.GetValue(_follow)
                || command.GetValue(_testsFrom) is { Length: > 0 } || _split.IsGiven(command)))
                command.AddError("--share does not go with --append, --dry-run, --follow, --split-by or --tests-from.");
            if (command.GetValue(_follow) && (command.GetValue(_dryRun) || command.GetValue(_append) || command.GetValue(_strict)
                || command.GetValue(_spec) is not null || command.GetValue(_testPattern) is not null
                || command.GetValue(_testsFrom) is { Length: > 0 } || _split.IsGiven(command)))
                command.AddError("--follow goes with filters and --release, and with nothing else that says how a log is loaded.");
            if (_release.IsGiven(command) && command.GetValue(_spec) is not null)
                command.AddError("Give --release or --spec, not both.");
        });
        _threads.AcceptOnlyNumbers("threads", least: 1);
        _maxLine.AcceptOnlyNumbers("MiB", 1, 1024);
        Add(_arguments);
        Add(_append);
        Add(_share);
        Add(_dryRun);
        _release.AddTo(this);
        Add(_spec);
        Add(_testPattern);
        Add(_testsFrom);
        Add(_testsShift);
        _kind.AddTo(this);
        _split.AddTo(this);
        _filter.AddTo(this);
        foreach (var option in (Option[])[_strict, _threads, _maxLine, _follow, _quiet]) Add(option);
        _output.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop load-audit audit.log e2e
          apisnoop load-audit /var/log/kubernetes/audit/ cluster
          ssh node cat /var/log/kubernetes/audit.log | apisnoop load-audit - cluster
          apisnoop load-audit --follow /var/log/kubernetes/audit.log cluster
          ssh node tail -n +1 -F /var/log/kubernetes/audit.log | apisnoop load-audit --follow - cluster
          apisnoop load-audit audit.log.gz prometheus --service-account monitoring:prometheus
          apisnoop load-audit /var/log/kubernetes/audit/ cluster --share 1/4
          apisnoop load-audit audit.log --split-by service-account --only 'shop:*'
          apisnoop load-audit audit.log app --user-agent -kubectl --since 2026-11-25T10:00:00Z --dry-run
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        var arguments = result.GetRequiredValue(_arguments);
        if (result.GetValue(_follow))
            return await FollowConsole.Run(
                arguments[^1], arguments[..^1], _filter.Values(result), _release.Version(result), _store.Open(result), result, _output,
                cancelled).ConfigureAwait(false);
        var split = _split.Terms(result);
        var request = new LoadRequest
        {
            App = split is null ? arguments[^1] : "",
            Kind = _kind.Kind(result),
            Inputs = split is null ? arguments[..^1] : arguments,
            StandardInput = Console.OpenStandardInput,
            Release = _release.Version(result),
            OwnSpec = await Spec(result, cancelled).ConfigureAwait(false),
            Filter = _filter.Terms(result),
            TestPattern = TestPattern(result),
            TestsFrom = result.GetValue(_testsFrom) ?? [],
            TestsShift = TimeSpan.FromSeconds(result.GetValue(_testsShift)),
            Append = result.GetValue(_append),
            DryRun = result.GetValue(_dryRun),
            Strict = result.GetValue(_strict),
            Threads = Math.Clamp(result.GetValue(_threads), 1, 256),
            LongestDocument = result.GetValue(_maxLine) << 20,
            ToolVersion = ToolVersion.Text,
        };
        // On a thread of its own: a pipe that nobody writes to cannot be stopped, but it can be left.
        await Task.Run(
            () => Load(request, split, result, cancelled), CancellationToken.None)
            .ConfigureAwait(false);
        return ExitCode.Done;
    }

    void Load(LoadRequest request, SplitTerms? split, ParseResult result, CancellationToken cancelled)
    {
        var (store, quiet) = (_store.Open(result), result.GetValue(_quiet));
        if (result.GetValue(_share) is { } share)
        {
            var which = Share.Parse(share, Environment.GetEnvironmentVariable(Share.IndexVariable));
            LoadConsole.Share(request, which, store, result, _output, quiet, cancelled);
        }
        else if (split is null) LoadConsole.Load(request, store, result, _output, quiet, cancelled);
        else LoadConsole.Split(request, split, store, result, _output, quiet, cancelled);
    }

    /// <summary>A file of a name that no app has; a program in the folder may well be called like its app.</summary>
    /// <exception cref="FormatException">It cannot be used.</exception>
    string TestPattern(ParseResult result)
    {
        var pattern = result.GetValue(_testPattern) ?? "";
        _ = new TestNaming(pattern, null);
        return pattern;
    }

    static bool IsLog(string app) =>
        File.Exists(app) && (Path.HasExtension(app) || app.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal));

    async Task<Release?> Spec(ParseResult result, CancellationToken cancelled)
    {
        if (result.GetValue(_spec) is not { } spec) return null;
        var document = await OpenApiDocument.LoadAsync(spec, cancelled).ConfigureAwait(false);
        return document.ToRelease(Path.GetFileName(spec.Split('?')[0].TrimEnd('/')) is { Length: > 0 } name ? name : spec);
    }
}
