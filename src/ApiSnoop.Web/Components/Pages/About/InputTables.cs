using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Web.Components.Pages.About;

/// <summary>Every input of the recordings, with versions and hashes.</summary>
internal static class InputTables
{
    /// <summary>A row a recording.</summary>
    public static Table Recordings(IEnumerable<Manifest> manifests) => Table.Of(
        ["app", "release", "how the release was found", "requests", "events", "bad lines", "filters", "loaded at", "APISnoop"],
        manifests.Select(m => new object?[]
        {
            m.App, m.Release, m.ReleaseEvidence, m.Requests, m.Events, m.BadLines, string.Join(' ', m.Filters), m.LoadedAt, m.ToolVersion,
        }));

    /// <summary>A row a source.</summary>
    public static Table Sources(IEnumerable<Manifest> manifests) => Table.Of(
        ["app", "source", "events", "bytes", "from", "to", "sha256"],
        manifests.SelectMany(m => m.Sources.Select(s => new object?[] { m.App, s.Name, s.Events, s.Bytes, s.From, s.To, s.Sha256 })));
}
