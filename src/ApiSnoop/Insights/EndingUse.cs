using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights;

/// <summary>Requests of a client to an endpoint that a later release no longer has.</summary>
/// <param name="Client">The program with its version, or the user.</param>
/// <param name="Operation">The endpoint.</param>
/// <param name="EndsIn">The first release after the recording's that lacks it.</param>
/// <param name="Requests">The requests.</param>
public sealed record EndingUse(string Client, Operation Operation, ReleaseVersion EndsIn, long Requests)
{
    /// <summary>What ends of what an app's programs use, discovery apart.</summary>
    public static ImmutableArray<EndingUse> ByProgram(AppCoverage app) =>
        By(app, [.. app.Cube.Agents.Select(Caller.Program)], c => c.Agent);

    /// <summary>What ends of what an app's users use, discovery apart.</summary>
    public static ImmutableArray<EndingUse> ByUser(AppCoverage app) => By(app, app.Cube.Users, c => c.User);

    /// <summary>
    /// What ends in several sums, such as those of two releases: what a client calls in more than one of them is told once.
    /// </summary>
    public static ImmutableArray<EndingUse> Together(IEnumerable<EndingUse> uses) =>
    [
        .. uses.GroupBy(u => (u.Client, u.Operation.Id, u.EndsIn)).Select(g => g.First() with { Requests = g.Sum(u => u.Requests) }),
    ];

    /// <summary>A row a client, a column a release: how many endpoints that it uses end there; none is null.</summary>
    /// <param name="uses">What ends.</param>
    /// <param name="client">What a client is: a program or a user.</param>
    public static Table ByRelease(IReadOnlyCollection<EndingUse> uses, string client)
    {
        List<ReleaseVersion> releases = [.. uses.Select(u => u.EndsIn).Distinct().Order()];
        return Table.Of(
            [client, "requests", .. releases.Select(r => r.ToString())],
            uses.GroupBy(u => u.Client, StringComparer.Ordinal)
                .OrderBy(g => g.Min(u => u.EndsIn)).ThenByDescending(g => g.Sum(u => u.Requests)).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (object?[])[g.Key, g.Sum(u => u.Requests), .. releases.Select(r => Count(g.Count(u => u.EndsIn == r)))]));
    }

    /// <summary>A row a client and endpoint, with what to call instead.</summary>
    /// <param name="uses">What ends.</param>
    /// <param name="client">What a client is: a program or a user.</param>
    public static Table InFull(IEnumerable<EndingUse> uses, string client) => Table.Of(
        [client, "method", "path", "requests", "gone in", "instead", "operation id"],
        uses.OrderBy(u => u.EndsIn).ThenByDescending(u => u.Requests).ThenBy(u => u.Client, StringComparer.Ordinal)
            .ThenBy(u => u.Operation.Id, StringComparer.Ordinal)
            .Select(u => new object?[]
            {
                u.Client, u.Operation.Method.Text(), u.Operation.Path, u.Requests, u.EndsIn.ToString(),
                Replacement.Of(u.Operation)?.Words ?? "", u.Operation.Id,
            }));

    static int? Count(int endpoints) => endpoints == 0 ? null : endpoints;

    static ImmutableArray<EndingUse> By(AppCoverage app, ImmutableArray<string> names, Func<Cell, int> client)
    {
        if (app.Release.Version is not { } version) return [];
        var ends = app.Cube.Targets.Select(t => Ending(app, t, version)).ToArray();
        return
        [
            .. from cell in app.Cube.Cells
               let ending = ends[cell.Target]
               where ending is not null
               group cell.Requests by (Client: names[client(cell)], ending.Value.Operation, ending.Value.EndsIn) into uses
               select new EndingUse(uses.Key.Client, uses.Key.Operation, uses.Key.EndsIn, uses.Sum()),
        ];
    }

    static (Operation Operation, ReleaseVersion EndsIn)? Ending(AppCoverage app, Target target, ReleaseVersion version) =>
        target.OperationId is { } id && app.Release.Find(id) is { } operation && !Discovery.Is(operation)
            && KubernetesCatalog.Shipped.History(id)?.RemovedAfter(version) is { } release
            ? (operation, release)
            : null;
}
