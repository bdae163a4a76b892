using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Filtering;

namespace ApiSnoop.Insights.Kapics;

/// <summary>A client in a log that may be worth a recording of its own.</summary>
/// <param name="Key">What tells it from others.</param>
/// <param name="Requests">Its requests.</param>
/// <param name="Unmatched">Those of them that matched no operation.</param>
public sealed record Kapic(KapicKey Key, long Requests, long Unmatched)
{
    /// <summary>The endpoints that it hit, discovery apart.</summary>
    public ImmutableArray<Operation> Endpoints { get; init; } = [];

    /// <summary>Requests to endpoints that the catalog or the server calls deprecated.</summary>
    public long DeprecatedRequests { get; init; }

    /// <summary>Requests to endpoints that a later release lacks.</summary>
    public long EndingRequests { get; init; }

    /// <summary>The first release that lacks an endpoint it hit, or null while none is known to.</summary>
    public ReleaseVersion? EndsIn { get; init; }

    /// <summary>The namespaces that it worked in, sorted.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Its user agents, sorted; the empty one stands for none sent.</summary>
    public ImmutableArray<string> Agents { get; init; } = [];

    /// <summary>When the first of its requests was received; null where that is not known.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>When the last of its requests was received; null where that is not known.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>How many endpoints of a level it hit.</summary>
    public int Count(Level level) => Endpoints.Count(e => e.Level == level);

    /// <summary>The filters that keep its requests and no others.</summary>
    public ImmutableArray<(FilterField Field, string Pattern)> Filters =>
        Key.Filters(Agents.All(a => a.StartsWith(Key.Program + "/", StringComparison.Ordinal)));
}
