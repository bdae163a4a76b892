using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Matching;
using ApiSnoop.Recording;

namespace ApiSnoop.Certification;

/// <summary>Sorts what is no operation of the release.</summary>
static class ForeignRequests
{
    static readonly HashSet<string> s_reads = new(["get", "list", "watch", "delete", "deletecollection"], StringComparer.Ordinal);

    /// <summary>What was asked for, the most often first; what everybody walks through is discovery.</summary>
    /// <param name="own">The app's requests.</param>
    /// <param name="goneIn">Tells of a name in which release it was gone, if an older one had it.</param>
    public static ImmutableArray<ForeignUse> Of(OwnRequests own, Func<string, ReleaseVersion?> goneIn) =>
    [
        .. own.Misses.GroupBy(c => own.Cube.Targets[c.Target]).GroupBy(g => (g.Key.Reason, g.Key.Name))
            .Select(g => Use(own.Cube, g.Key.Reason, g.Key.Name, [.. g.SelectMany(cells => cells)]))
            .Select(f => f.Reason is MissReason.UnknownVersion or MissReason.UnknownResource ? f with { GoneIn = goneIn(f.Name) } : f)
            .OrderByDescending(f => f.Requests).ThenBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Reason),
    ];

    static ForeignUse Use(Cube cube, MissReason reason, string name, List<Cell> cells)
    {
        var use = reason is MissReason.Discovery or MissReason.Health or MissReason.OpenApi or MissReason.Static ? UseKind.Discovery
            : cells.TrueForAll(c => c.Code == 404 && s_reads.Contains(cube.Verbs[c.Verb])) ? UseKind.Attempted : UseKind.InUse;
        return new(reason, name, use, OperationRequests.ClientsOf(cube, cells))
        {
            WasAnswered = cells.Exists(c => Outcome.Succeeded.Counts(c.Code)),
        };
    }
}
