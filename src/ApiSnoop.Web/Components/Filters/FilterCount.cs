using System.Collections.Immutable;
using ApiSnoop.Filtering;

namespace ApiSnoop.Web.Components.Filters;

/// <summary>What a filter keeps of some recordings.</summary>
/// <param name="Requests">Requests that are kept.</param>
/// <param name="OfRequests">All requests.</param>
/// <param name="Endpoints">Endpoints hit by what is kept.</param>
/// <param name="UserAgents">User agents among what is kept; each test of an e2e run counts as one.</param>
/// <param name="Tests">Tests among what is kept.</param>
/// <param name="Fields">For each field with a pattern, how many of its values the patterns keep.</param>
/// <param name="Errors">Patterns that could not be understood and were left out.</param>
public sealed record FilterCount(
    long Requests, long OfRequests, int Endpoints, int UserAgents, int Tests, ImmutableArray<FieldCount> Fields,
        ImmutableArray<string> Errors)
{
    /// <summary>Counts.</summary>
    internal static FilterCount Of(RecordingShelf shelf, IReadOnlyList<string> apps, PageFilter page)
    {
        var recordings = apps.Select(shelf.Open).OfType<OpenRecording>().ToList();
        var kept = shelf.Coverages(apps, page.Filter);
        var all = page.Filter.IsAll ? kept : shelf.Coverages(apps, RecordingFilter.All);
        var agents = kept.SelectMany(k => k.Cube.Cells.Select(c => c.Agent).Distinct().Select(a => k.Cube.Agents[a])).Distinct().ToList();
        return new(
            kept.Sum(k => k.Unshared.Cube.Requests), all.Sum(k => k.Unshared.Cube.Requests),
            kept.SelectMany(k => k.Coverage.Endpoints.Where(e => e.Hit).Select(e => e.Operation.Id)).Distinct().Count(),
            agents.Count, kept.SelectMany(k => k.Coverage.Tests.Select(t => t.Name)).Distinct().Count(),
            [.. page.Filter.Terms.GroupBy(t => t.Field).Select(g => FieldCount.Of(g.Key, [.. g.Select(t => t.Pattern)], recordings))],
            page.Errors);
    }
}

/// <summary>How many values of a field its patterns keep.</summary>
/// <param name="Field">The field's name in the URL.</param>
/// <param name="Keeps">Values that are kept.</param>
/// <param name="Values">All distinct values.</param>
/// <param name="Samples">A few that are kept.</param>
public sealed record FieldCount(string Field, int Keeps, int Values, ImmutableArray<string> Samples)
{
    internal static FieldCount Of(FilterField field, IReadOnlyList<TextPattern> patterns, IReadOnlyList<OpenRecording> recordings)
    {
        var values = recordings.SelectMany(r => FilterValues.Of(field, r)).Distinct(StringComparer.Ordinal).ToList();
        var kept = values.Where(v => PatternSet.Keeps(patterns, v)).ToList();
        return new(
            RecordingFilter.NameOf(field), kept.Count, values.Count, [.. kept.Take(5).Select(v => v.Length > 160 ? v[..160] + "…" : v)]);
    }
}
