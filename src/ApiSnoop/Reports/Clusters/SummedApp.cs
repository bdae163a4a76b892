using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Reports.Clusters;

/// <summary>
/// One app over many clusters: its recordings added up. Those of different releases are not: an endpoint of the one may be none of the
/// other, so there is a sum for each release.
/// </summary>
/// <param name="Name">The name that stands for the recordings.</param>
/// <param name="Recordings">The recordings, sorted by name.</param>
/// <param name="Releases">A sum for each release: that of the most recordings first, then the newest.</param>
public sealed record SummedApp(string Name, ImmutableArray<AppCoverage> Recordings, ImmutableArray<ReleaseSum> Releases)
{
    /// <summary>Adds up the recordings that a name stands for; null where it is a recording's own name, or fits none.</summary>
    /// <param name="shelf">The recordings.</param>
    /// <param name="name">The name, with a <c>*</c> for any text.</param>
    /// <param name="filter">Which requests count.</param>
    /// <exception cref="StoreException">A recording is damaged.</exception>
    public static SummedApp? Of(RecordingShelf shelf, string name, RecordingFilter filter)
    {
        List<string> apps = [.. shelf.Store.Manifests().Select(m => m.App)];
        if (!NamedRecordings.IsPattern(name) || apps.Contains(name)) return null;
        var recordings = shelf.Coverages(NamedRecordings.Of(name, apps), filter);
        return recordings.Count == 0 ? null : new(
            name, [.. recordings],
            [
                .. recordings.GroupBy(r => OperationsOf(r.Release)).Select(g => ReleaseSum.AddUp(name, [.. g], filter))
                    .OrderByDescending(s => s.Of.Length).ThenByDescending(s => s.Sum.Release.Version)
                    .ThenBy(s => s.Sum.Release.Name, StringComparer.Ordinal),
            ]);
    }

    /// <summary>The sum of a release; null where no recording is of it.</summary>
    /// <param name="release">The release's name; empty for the first sum.</param>
    public ReleaseSum? Find(string release) => release.Length == 0 ? Releases[0] : Releases.FirstOrDefault(r => r.Name == release);

    /// <summary>Whether some of the recordings hold the same requests, which the sums count once.</summary>
    public bool Shares => Recordings.Any(r => !ReferenceEquals(r.Unshared, r));

    /// <summary>What tells the operations of a release: its version, or all of them where it is a user's own document.</summary>
    static string OperationsOf(Release release) => release.Version is { } version
        ? version.ToString()
        : string.Join('\n', [release.Name, .. release.Operations.Select(o => o.Id)]);
}

/// <summary>The recordings of one release, added up.</summary>
/// <param name="Of">The recordings.</param>
/// <param name="Sum">Their sum, as if it were one recording; it has no rows.</param>
public sealed record ReleaseSum(ImmutableArray<AppCoverage> Of, AppCoverage Sum)
{
    /// <summary>The release.</summary>
    public string Name => Sum.Release.Name;

    internal static ReleaseSum AddUp(string name, ImmutableArray<AppCoverage> recordings, RecordingFilter filter)
    {
        var first = recordings[0];
        var naming = recordings.All(r => r.Manifest.TestPattern == first.Manifest.TestPattern) ? first.Naming : TestNaming.Usual;
        var cube = CubeSum.Of([.. recordings.Select(r => r.Unshared.Cube)]);
        var coverage = CoverageCounter.Count(
            first.Release, cube, first.ConformanceTests, filter.Outcome, withDeprecated: true, recordings.Any(r => r.Coverage.NamesTests),
            naming);
        var kept = coverage with { Endpoints = [.. coverage.Endpoints.Where(e => filter.Keeps(e.Operation))] };
        var facts = recordings.Select(r => r.Manifest).Aggregate(ManifestSum.Add) with
        {
            App = name,
            Kind = recordings.All(r => r.Kind == first.Kind) ? first.Kind : RecordingKind.App,
            About = "",
            RequestFiles = [],
        };
        return new(recordings, new AppCoverage(name, facts, first.Release, cube, kept, first.ConformanceTests)
        {
            Naming = naming,
            Filter = filter,
        });
    }
}
