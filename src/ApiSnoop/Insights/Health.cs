using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights;

/// <summary>How far a recording's figures can be trusted.</summary>
public static class Health
{
    /// <summary>
    /// The health in a word or two. More than one bad line in a thousand, or more than half of the requests unmatched,
    /// spoils figures.
    /// </summary>
    public static string Of(Manifest recording) =>
        recording.Requests == 0 ? "no requests"
        : recording.BadLines * 1000 > recording.Lines || recording.MatchedRequests * 2 < recording.Requests
        || recording.Notes.Length > 0 ? "look closer"
        : "fine";

    /// <summary>A row a recording.</summary>
    public static Table TableOf(IEnumerable<Manifest> recordings) => Table.Of(
        ["app", "kind", "health", "Kubernetes", "from", "to", "requests", "unmatched", "unmatched %", "bad lines", "logs", "loaded"],
        recordings.Select(m => new object?[]
        {
            m.App, m.Kind.Text(), Of(m), m.Release, m.From, m.To, m.Requests, m.Requests - m.MatchedRequests,
                Share(m.Requests - m.MatchedRequests, m.Requests),
            m.BadLines, string.Join(' ', m.Sources.Select(s => System.IO.Path.GetFileName(s.Name))), m.LoadedAt,
        }));

    static double? Share(long part, long whole) => whole == 0 ? null : Math.Round(100.0 * part / whole, 2);
}
