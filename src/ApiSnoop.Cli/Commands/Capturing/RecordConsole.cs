using System.Globalization;
using ApiSnoop.Charts;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Api;
using ApiSnoop.Web.Capturing;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary>A recording as the user sees it: what it holds, and what may be missing.</summary>
internal static class RecordConsole
{
    public static StartQuestion Question(string app, IEnumerable<KeyValuePair<string, string>> filters, string release) =>
        new(app, [.. filters.Select(f => new FilterTerm(f.Key, f.Value))], release);

    /// <summary>What the user should know of how it ended.</summary>
    public static void Report(string app, FinishedAnswer finished, TimeSpan settle, TextWriter error)
    {
        foreach (var note in finished.Notes) error.WriteLine($"Note: {note}");
        foreach (var sender in finished.Silent)
            error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Note: {sender} told nothing later than the end in {settle.TotalSeconds:0.#} s: its last calls may be missing."));
        if (finished.Recording is null) error.WriteLine($"apisnoop: nothing of \"{app}\" was recorded. {finished.Trouble}");
    }

    public static void Tell(RecordingAnswer r, TextWriter error) => error.WriteLine(
        $"Recorded {r.App}: {Figures.Count(r.Requests, "request")}, {Figures.Count(r.MatchedRequests)} to endpoints of {r.Release}. "
            + $"Look at it: apisnoop start-server, /apps/{Uri.EscapeDataString(r.App)}");

    public static Table Summary(RecordingAnswer r, FinishedAnswer finished) => Table.Of(
        ["app", "kind", "release", "requests", "matched", "unmatched", "events", "filtered out", "told again", "bad lines", "from", "to"],
        [[r.App, r.Kind, r.Release, r.Requests, r.MatchedRequests, r.Requests - r.MatchedRequests, r.Events, finished.FilteredRequests,
            finished.RepeatedEvents, r.BadLines, r.From, r.To]]);
}
