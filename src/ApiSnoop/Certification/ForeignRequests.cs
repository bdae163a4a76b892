using System.Collections.Immutable;
using ApiSnoop.Coverage;
using ApiSnoop.Matching;
using ApiSnoop.Recording;

namespace ApiSnoop.Certification;

/// <summary>Sorts what is no operation of the release.</summary>
static class ForeignRequests
{
    static readonly HashSet<string> s_reads = new(["get", "list", "watch", "delete", "deletecollection"], StringComparer.Ordinal);

    /// <summary>What was asked for, the most often first; what everybody walks through is discovery.</summary>
    public static ImmutableArray<ForeignUse> Of(OwnRequests own) =>
    [
        .. own.Misses.GroupBy(c => own.Cube.Targets[c.Target]).GroupBy(g => (g.Key.Reason, g.Key.Name))
            .Select(g => Use(own.Cube, g.Key.Reason, g.Key.Name, [.. g.SelectMany(cells => cells)]))
            .OrderByDescending(f => f.Requests).ThenBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Reason),
    ];

    static ForeignUse Use(Cube cube, MissReason reason, string name, List<Cell> cells)
    {
        var use = reason is MissReason.Discovery or MissReason.Health or MissReason.OpenApi or MissReason.Static ? UseKind.Discovery
            : cells.TrueForAll(c => c.Code == 404 && s_reads.Contains(cube.Verbs[c.Verb])) ? UseKind.Attempted : UseKind.InUse;
        return new(reason, name, use, OperationRequests.ClientsOf(cube, cells))
        {
            IsGone = use == UseKind.InUse && reason == MissReason.UnknownVersion && !cells.Exists(c => Outcome.Succeeded.Counts(c.Code)),
        };
    }
}
