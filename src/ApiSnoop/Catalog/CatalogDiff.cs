using System.Collections.Immutable;

namespace ApiSnoop.Catalog;

/// <summary>What changed between two releases. Every list is sorted by operationId.</summary>
public sealed record CatalogDiff
{
    /// <summary>Operations that only the newer release has; the promoted ones are among them.</summary>
    public required ImmutableArray<Operation> Added { get; init; }

    /// <summary>Operations that only the older release has.</summary>
    public required ImmutableArray<Operation> Removed { get; init; }

    /// <summary>Operations whose method and path, apart from the version, are newly served at a more stable version.</summary>
    public required ImmutableArray<Promotion> Promoted { get; init; }

    /// <summary>Operations of both releases that only the newer document calls deprecated.</summary>
    public required ImmutableArray<Operation> Deprecated { get; init; }

    /// <summary>Compares two releases.</summary>
    /// <param name="older">The release to start from.</param>
    /// <param name="newer">The release to arrive at.</param>
    public static CatalogDiff Between(Release older, Release newer) => new()
    {
        Added = [.. newer.Operations.Where(o => older.Find(o.Id) is null)],
        Removed = [.. older.Operations.Where(o => newer.Find(o.Id) is null)],
        Promoted = Promotions(older, newer),
        Deprecated = [.. newer.Operations.Where(o => o.Deprecated && older.Find(o.Id) is { Deprecated: false })],
    };

    static ImmutableArray<Promotion> Promotions(Release older, Release newer)
    {
        var before = MostStable(older);
        return
        [
            .. MostStable(newer).Values
                .Select(to => before.TryGetValue(Shape(to), out var from) && to.Level < from.Level ? new Promotion(from, to) : null)
                .OfType<Promotion>()
                .OrderBy(p => p.To.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The best form of each operation, whatever its version. A release may serve a resource at three versions.</summary>
    static Dictionary<(ApiMethod Method, string Path), Operation> MostStable(Release release)
    {
        var best = new Dictionary<(ApiMethod, string), Operation>();
        foreach (var operation in release.Operations)
        {
            if (!best.TryGetValue(Shape(operation), out var known) || operation.Level < known.Level) best[Shape(operation)] = operation;
        }
        return best;
    }

    /// <summary>The kind is left out: some documents name none, and the path says the resource.</summary>
    static (ApiMethod Method, string Path) Shape(Operation operation) =>
        (operation.Method, GroupVersion.Unversioned(operation.Path));
}
