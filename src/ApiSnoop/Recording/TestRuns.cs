using ApiSnoop.Catalog;

namespace ApiSnoop.Recording;

/// <summary>Which recording tells what is tested.</summary>
public static class TestRuns
{
    /// <summary>The runs: the one that is taken unless another is asked for, then the others by name.</summary>
    public static IReadOnlyList<Manifest> Of(IEnumerable<Manifest> manifests) =>
    [
        .. manifests.Where(m => m.Kind == RecordingKind.Run)
            .OrderByDescending(m => m.App == Manifest.TestRun).ThenByDescending(ReleaseOf).ThenBy(m => m.App, StringComparer.Ordinal),
    ];

    /// <summary>
    /// The run of this name; without one the run that is called e2e, else that of the newest release; null when there is none.
    /// </summary>
    public static Manifest? Chosen(IEnumerable<Manifest> manifests, string? name = null)
    {
        var runs = Of(manifests);
        if (name is null or "") return runs.Count == 0 ? null : runs[0];
        return runs.FirstOrDefault(r => r.App == name);
    }

    static ReleaseVersion ReleaseOf(Manifest manifest) => ReleaseVersion.TryParse(manifest.Release, out var version) ? version : default;
}
