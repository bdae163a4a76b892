using System.CommandLine;
using ApiSnoop.Catalog;
using ApiSnoop.Cli.Options;
using ApiSnoop.Explaining;
using ApiSnoop.Reports;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop explain</c>: how an event was read, which operation it is, and why no other.</summary>
internal sealed class ExplainCommand : Command, IWithExamples
{
    readonly Argument<string> _place = new("PLACE")
    {
        Description = "A log, - for standard input, a line as bad lines are printed (FILE:LINE, ARCHIVE!MEMBER:LINE), or an app",
    };
    readonly Option<string?> _auditId = new("--audit-id") { Description = "Only the events of this request", HelpName = "ID" };
    readonly Option<string?> _release = new("--release")
    {
        Description = "Kubernetes release to match against, such as 1.20 [default: found in the log]",
        HelpName = "RELEASE",
    };
    readonly Option<int> _most = new("--limit")
    {
        Description = "How many events at most",
        DefaultValueFactory = _ => 10,
        HelpName = "N",
    };
    readonly TextOrJsonOption _output = new("How to write it");
    readonly StoreOption _store = new();

    public ExplainCommand()
        : base("explain", "Say how an audit event was read: who asked for what, which operation that is, and why no other")
    {
        _most.AcceptOnlyNumbers("events", least: 1);
        Add(_place);
        foreach (var option in (Option[])[_auditId, _release, _most, _output]) Add(option);
        _store.AddTo(this);
        SetAction((result, cancelled) => Task.FromResult(Run(result, cancelled)));
    }

    public string Examples => """
        Examples:
          apisnoop explain audit.log:12
          apisnoop explain must-gather.tar.gz!audit_logs/kube-apiserver/audit.log:3
          apisnoop explain audit.log --audit-id 0f1b2c3d
          apisnoop explain my-app --audit-id 0f1b2c3d
          grep crontabs audit.log | apisnoop explain - --limit 1 -o json
        """;

    int Run(ParseResult result, CancellationToken cancelled)
    {
        var (place, auditId) = (result.GetRequiredValue(_place), result.GetValue(_auditId));
        var shelf = new RecordingShelf(_store.Open(result));
        var error = result.InvocationConfiguration.Error;
        IReadOnlyList<Explanation> explanations;
        IReadOnlyList<string> bad = [];
        if (!File.Exists(place) && auditId is not null && shelf.Open(place) is { } app)
        {
            explanations = RecordedExplanations.Of(app.Stored, app.Release, app.Naming, auditId);
        }
        else
        {
            var answer = LogExplanations.Answer(Question(result, place, auditId), cancelled);
            error.WriteLine($"Release: {answer.ReleaseEvidence}");
            (explanations, bad) = (answer.Explanations, answer.Bad);
        }

        foreach (var sentence in bad) error.WriteLine($"apisnoop: {sentence}");
        if (explanations.Count == 0 && bad.Count == 0)
            error.WriteLine($"apisnoop: {place} has no event{(auditId is null ? "" : $" with the audit id {auditId}")} there.");
        if (_output.IsJson(result)) ExplanationText.WriteJson(explanations, result.InvocationConfiguration.Output);
        else ExplanationText.Write(explanations, result.InvocationConfiguration.Output);
        return explanations.Count > 0 || bad.Count > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    LogQuestion Question(ParseResult result, string place, string? auditId)
    {
        var given = result.GetValue(_release);
        ReleaseVersion? release = null;
        if (given is not null)
            release = ReleaseVersion.TryParse(given, out var version)
                ? version
                : throw new UserException($"'{given}' is no release: write 1.20.");
        return new LogQuestion(ExplainedPlace.Parse(place))
        {
            AuditId = auditId,
            Release = release,
            Most = Math.Max(1, result.GetValue(_most)),
            StandardInput = Console.OpenStandardInput,
        };
    }
}
