using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Recording;
using ApiSnoop.Web.Components.Tables;
using Prometheus;

namespace ApiSnoop.Web.Monitoring;

/// <summary>
/// What the recordings of the store hold. Names of apps and clients come out of logs, so there may be any number of them: the largest
/// are told by name and all others under one.
/// </summary>
sealed class RecordingMetrics(RecordingShelf shelf, AnswerCache answers, DamageLog damage)
{
    /// <summary>Series of one name; a Prometheus takes some ten thousand of one target without being asked.</summary>
    internal const int MostApps = 100, MostClients = 200;

    const string Other = "other";
    const int LongestName = 120;

    static readonly string s_ofApp = FormattableString.Invariant($" Of more than {MostApps} apps the smallest are one, \"{Other}\".");

    static readonly string s_ofClient = FormattableString.Invariant(
        $" Of more than {MostClients} combinations the smallest are one series, app and client \"{Other}\".");

    /// <summary>Adds what is so now.</summary>
    public void AddTo(IMetricFactory metrics)
    {
        var listing = shelf.Store.List();
        metrics.CreateGauge("apisnoop_recordings", "Recordings in the store that can be read.").Set(listing.Manifests.Length);
        metrics.CreateGauge("apisnoop_recordings_damaged", "Recordings in the store that cannot be read.").Set(listing.Damaged.Length);
        AddLoads(metrics, listing.Manifests);
        var counts = answers.Get("metrics", [], RecordingFilter.All, Count);
        var levels = metrics.CreateGauge(
            "apisnoop_recording_requests",
            "Requests of a recording, by the stability of what they asked for; unmatched is no operation of the release." + s_ofApp,
            ["app", "level"]);
        foreach (var ((app, level), requests) in counts.Levels) levels.WithLabels(app, level).Set(requests);
        var deprecated = metrics.CreateGauge(
            "apisnoop_deprecated_requests",
            "Requests to operations that are deprecated or gone in a known release (removed_in, else empty), by program. What two "
                + "recordings hold counts in both." + s_ofClient,
            ["app", "client", "removed_in"]);
        foreach (var (of, requests) in counts.Deprecated) deprecated.WithLabels(of.App, of.Client, of.RemovedIn).Set(requests);
    }

    static void AddLoads(IMetricFactory metrics, ImmutableArray<Manifest> manifests)
    {
        var largest = manifests.OrderByDescending(m => m.Requests).Take(MostApps).Select(m => m.App).ToHashSet(StringComparer.Ordinal);
        void Sum(string name, string help, Func<Manifest, double> of)
        {
            var gauge = metrics.CreateGauge($"apisnoop_recording_{name}", help + s_ofApp, ["app"]);
            foreach (var m in manifests) gauge.WithLabels(largest.Contains(m.App) ? Shown(m.App) : Other).Inc(of(m));
        }

        Sum("events", "Audit events that were read for a recording.", m => m.Events);
        Sum("bytes", "Bytes of the logs that were read for a recording, as they lay there.", m => m.Sources.Sum(s => s.Bytes));
        Sum("bad_lines", "Lines that could not be read for a recording.", m => m.BadLines);
        var loaded = metrics.CreateGauge(
            "apisnoop_recording_loaded_timestamp_seconds",
            "When a recording was last loaded, in seconds since 1970; apps that are not told by name are left out.", ["app"]);
        foreach (var m in manifests.Where(m => largest.Contains(m.App)))
            loaded.WithLabels(Shown(m.App)).Set(m.LoadedAt.ToUnixTimeSeconds());
    }

    Counts Count()
    {
        var levels = new Dictionary<(string App, string Level), long>();
        var deprecated = new Dictionary<DeprecatedUse, long>();
        foreach (var app in shelf.Store.Manifests().Select(m => m.App))
        {
            try
            {
                if (shelf.Coverage(app, RecordingFilter.All) is { } coverage) Count(coverage, levels, deprecated);
            }
            catch (StoreException e)
            {
                damage.Say(e.Message);
            }
        }

        var largest = levels.GroupBy(l => l.Key.App, StringComparer.Ordinal).OrderByDescending(g => g.Sum(l => l.Value)).Take(MostApps)
            .Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. levels.GroupBy(l => largest.Contains(l.Key.App) ? l.Key : (Other, l.Key.Level), l => l.Value)
                .Select(g => KeyValuePair.Create(g.Key, g.Sum()))],
            [.. deprecated.OrderByDescending(d => d.Value).ThenBy(d => d.Key.Client, StringComparer.Ordinal).Index()
                .GroupBy(d => d.Index < MostClients ? d.Item.Key : new(Other, Other, ""), d => d.Item.Value)
                .Select(g => KeyValuePair.Create(g.Key, g.Sum()))]);
    }

    static void Count(
        AppCoverage app, Dictionary<(string App, string Level), long> levels, Dictionary<DeprecatedUse, long> deprecated)
    {
        var name = Shown(app.App);
        var operations = app.Cube.Targets.Select(t => t.OperationId is { } id ? app.Release.Find(id) : null).ToArray();
        var ends = operations.Select(o => o is null ? "" : EndOf(o, app.Release)).ToArray();
        var clients = app.Cube.Agents.Select(a => Shown(Caller.Program(a))).ToArray();
        foreach (var cell in app.Cube.Cells)
        {
            var operation = operations[cell.Target];
            CollectionsMarshal.GetValueRefOrAddDefault(levels, (name, operation?.Level.Text() ?? "unmatched"), out _) += cell.Requests;
            var said = app.Cube.Deprecations[cell.Deprecation];
            if (operation is not { Deprecated: true } && ends[cell.Target].Length == 0 && said.Length == 0) continue;
            var end = ends[cell.Target] is { Length: > 0 } known ? known : ReleaseVersion.TryParse(said, out _) ? said : "";
            CollectionsMarshal.GetValueRefOrAddDefault(deprecated, new(name, clients[cell.Agent], end), out _) += cell.Requests;
        }
    }

    static string EndOf(Operation operation, Release release) =>
        release.Version is { } version && !Discovery.Is(operation)
            && KubernetesCatalog.Shipped.History(operation.Id)?.RemovedAfter(version) is { } end ? end.ToString() : "";

    static string Shown(string name) => SafeText.Cut(SafeText.Of(name), LongestName);

    readonly record struct DeprecatedUse(string App, string Client, string RemovedIn);

    sealed record Counts(
        ImmutableArray<KeyValuePair<(string App, string Level), long>> Levels,
        ImmutableArray<KeyValuePair<DeprecatedUse, long>> Deprecated);
}
