using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights;

/// <summary>Who made requests, and to what.</summary>
/// <param name="Name">The program with its version, or the user.</param>
/// <param name="Requests">Its requests.</param>
/// <param name="Endpoints">How many endpoints it hit, discovery apart.</param>
/// <param name="Unstable">Of these, how many are beta or alpha.</param>
/// <param name="Refused">Its requests that were refused.</param>
public sealed record Caller(string Name, long Requests, int Endpoints, int Unstable, long Refused)
{
    /// <summary>By user agent, as far as the first blank: the program and its version without the platform or the test.</summary>
    public static ImmutableArray<Caller> Programs(AppCoverage app) => By(app, [.. app.Cube.Agents.Select(Program)], c => c.Agent);

    /// <summary>By user name.</summary>
    public static ImmutableArray<Caller> Users(AppCoverage app) => By(app, app.Cube.Users, c => c.User);

    /// <summary>A row a caller.</summary>
    /// <param name="callers">The callers, in their order.</param>
    /// <param name="name">What a caller is: a program or a user.</param>
    public static Table TableOf(IEnumerable<Caller> callers, string name) => Table.Of(
        [name, "requests", "endpoints", "beta, alpha", "refused"],
        callers.Select(c => new object?[] { c.Name, c.Requests, c.Endpoints, c.Unstable, c.Refused }));

    /// <summary>The program and its version in a user agent: as far as the first blank.</summary>
    public static string Program(string agent)
    {
        var end = agent.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? agent : agent[..end];
    }

    static ImmutableArray<Caller> By(AppCoverage app, ImmutableArray<string> names, Func<Cell, int> dimension)
    {
        var operations = app.Cube.Targets.Select(t => t.OperationId is { } id ? app.Release.Find(id) : null).ToArray();
        var callers = new Dictionary<string, Sum>(StringComparer.Ordinal);
        foreach (var cell in app.Cube.Cells)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(callers, names[dimension(cell)], out _);
            (sum ??= new Sum()).Add(cell, operations[cell.Target]);
        }

        return [.. callers.Select(c => c.Value.Of(c.Key)).OrderByDescending(c => c.Requests).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }

    sealed class Sum
    {
        readonly HashSet<Operation> _hit = new(ReferenceEqualityComparer.Instance);
        long _requests, _refused;

        public void Add(in Cell cell, Operation? operation)
        {
            if (operation is not null && !Discovery.Is(operation)) _hit.Add(operation);
            _requests += cell.Requests;
            if (Outcome.Refused.Counts(cell.Code)) _refused += cell.Requests;
        }

        public Caller Of(string name) => new(name, _requests, _hit.Count, _hit.Count(o => o.Level != Level.Stable), _refused);
    }
}
