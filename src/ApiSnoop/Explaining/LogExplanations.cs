using System.Globalization;
using System.Text;
using System.Text.Json;
using ApiSnoop.Audit;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Loading;
using ApiSnoop.Matching;

namespace ApiSnoop.Explaining;

/// <summary>Explains what stands in a log.</summary>
public static class LogExplanations
{
    const int LongestDocument = 64 << 20;

    /// <summary>Explains the events of a log that are asked for, in their order.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <exception cref="LogInputException">The log cannot be read.</exception>
    public static LogAnswer Answer(LogQuestion question, CancellationToken cancelled)
    {
        using var found = LogInputs.Expand([question.Place.Input], question.StandardInput, hashed: false, cancelled);
        var inputs = found.Inputs.Where(i => question.Place.Member is not { } member || i.Name == member).ToList();
        if (inputs.Count == 0)
            throw new LogInputException($"{question.Place.Input} holds no {question.Place.Member}. Names are as a load prints them.");
        var release =
            ChosenRelease.For(
                new LoadRequest { App = "", Inputs = [], Release = question.Release, OwnSpec = question.OwnSpec }, inputs, null);
        var explainer = new Explainer(release.Release);
        var naming = new TestNaming("", ConformanceFacts.Of(release.Release));
        var (explanations, bad) = (new List<Explanation>(), new List<string>());
        foreach (var input in inputs)
        {
            using var reading = new InputReading(input.Name, input.Open, LongestDocument);
            new EventWalk(reading).Go(
                (long line, in AuditEvent e, ReadOnlySpan<byte> json) =>
                {
                    if (question.Place.Line is { } asked && line != asked) return line < asked;
                    if (question.AuditId is { } id && !e.AuditId.Span.SequenceEqual(Encoding.UTF8.GetBytes(id))) return true;
                    var place = string.Create(CultureInfo.InvariantCulture, $"{input.Name}:{line}");
                    explanations.Add(explainer.Explain(place, Asked(e, naming), ServerSays(json)));
                    return explanations.Count < question.Most;
                },
                (line, reason) =>
                {
                    if (question.Place.Line == line)
                        bad.Add(string.Create(CultureInfo.InvariantCulture, $"{input.Name}:{line} is no audit event: {reason}."));
                },
                cancelled);
            if (explanations.Count >= question.Most) break;
        }

        return new LogAnswer(release.Evidence, explanations, bad);
    }

    static AskedRequest Asked(in AuditEvent e, TestNaming naming)
    {
        static string Text(ByteView view) => Encoding.UTF8.GetString(view.Span);
        DateTimeOffset? received = e.Received == AuditEvent.NoTime
            ? null
            : DateTimeOffset.UnixEpoch.AddTicks(e.Received * TimeSpan.TicksPerMicrosecond);
        var agent = Text(e.UserAgent);
        var uri = e.RequestUri.Span;
        var path = uri.IndexOf((byte)'?') is >= 0 and var query ? uri[..query] : uri;
        // As a load does where the server did not say it.
        var nameSpace = e.Namespace.Length > 0 ? e.Namespace.Span : NamespaceInPath.Of(path, new byte[NamespaceInPath.Longest]);
        return new AskedRequest(
            Text(e.AuditId), e.Stage.ToString(), received, Encoding.UTF8.GetString(e.LoggedVerb), Text(e.RequestUri), e.Code, Text(e.Who),
            Text(e.Impersonator), agent, naming.Of(agent)?.Name ?? "", Encoding.UTF8.GetString(nameSpace), Text(e.Deprecation));
    }

    /// <summary>A cut event is read as far as it goes, which a JSON reader does not.</summary>
    static ObjectReference? ServerSays(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
            using var document = JsonDocument.ParseValue(ref reader);
            return ObjectReference.Of(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What is asked about a log.</summary>
/// <param name="Place">The log, or a line of it.</param>
public sealed record LogQuestion(ExplainedPlace Place)
{
    /// <summary>The audit id that events must have; null for all.</summary>
    public string? AuditId { get; init; }

    /// <summary>The release to match against; null for that of the log.</summary>
    public ReleaseVersion? Release { get; init; }

    /// <summary>The user's own document to match against, or null.</summary>
    public Release? OwnSpec { get; init; }

    /// <summary>How many events at most.</summary>
    public int Most { get; init; } = 10;

    /// <summary>Opens standard input; null where there is none.</summary>
    public Func<Stream>? StandardInput { get; init; }
}

/// <summary>What a log has of what was asked.</summary>
/// <param name="ReleaseEvidence">How the release was found, in a sentence.</param>
/// <param name="Explanations">The events.</param>
/// <param name="Bad">Sentences about lines that were asked for and hold no event.</param>
public sealed record LogAnswer(string ReleaseEvidence, IReadOnlyList<Explanation> Explanations, IReadOnlyList<string> Bad);
