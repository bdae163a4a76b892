using System.Text;
using ApiSnoop.Catalog.Facts;

namespace ApiSnoop.Catalog;

/// <summary>Finds replacements in the shipped catalog and in the shipped table of moves.</summary>
sealed class Replacements
{
    static readonly Lazy<Replacements> s_shipped = new(() => new(KubernetesCatalog.Shipped));

    readonly KubernetesCatalog _catalog;
    readonly ILookup<(ApiMethod, string), Operation> _byShape;
    readonly Dictionary<(string Group, string Resource), Move> _moves = [];

    sealed record Move(string To, string As, string Instead, string Source);

    Replacements(KubernetesCatalog catalog)
    {
        _catalog = catalog;
        _byShape = catalog.Known().ToLookup(o => (o.Method, Shape(o.Path)));
        foreach (var line in Encoding.UTF8.GetString(ShippedFacts.Read("moves.tsv")).Split('\n'))
        {
            if (line is "" or ['#', ..]) continue;
            var cells = Array.ConvertAll(line.Split('\t'), TsvCell.Unescape);
            _moves.Add((cells[0], cells[1]), new(cells[2], cells[3], cells[4], cells[5]));
        }
    }

    public static Replacements Shipped => s_shipped.Value;

    public Replacement? Find(Operation operation) => InItsGroup(operation) ?? ByMove(operation);

    /// <summary>
    /// The newest release's best version wins; where it has none, the one that outlives the operation the longest. What is stable and
    /// stays needs none.
    /// </summary>
    Replacement? InItsGroup(Operation operation)
    {
        var own = Stability.PriorityOf(operation.Version);
        var best = operation.Version.Length == 0 ? null : _byShape[(operation.Method, Shape(operation.Path))]
            .Where(o => Stability.PriorityOf(o.Version).CompareTo(own) > 0 && (Last(o) > Last(operation) || IsLeft(operation, o)))
            .OrderByDescending(Last).ThenByDescending(o => Stability.PriorityOf(o.Version)).FirstOrDefault();
        return best is null ? null : Of(best, "");
    }

    bool IsLeft(Operation operation, Operation better) =>
        Stability.OfVersion(operation.Version) != Level.Stable && Last(better) == Last(operation);

    Replacement? ByMove(Operation operation)
    {
        // Only what ends needs to move.
        if (Last(operation) == _catalog.Newest) return null;
        var (resource, below) = ResourceOf(operation);
        var move = _moves.GetValueOrDefault((operation.Group, resource + below)) ?? _moves.GetValueOrDefault((operation.Group, resource));
        if (move is null) return null;
        if (move.To.Length == 0) return new("", null, null, move.Instead, move.Source);
        var path = operation.Path.Replace($"/{operation.Group}/{operation.Version}/", $"/{move.To}/", StringComparison.Ordinal)
            .Replace($"/{resource}", $"/{move.As}", StringComparison.Ordinal);
        if (!move.To.Contains('/', StringComparison.Ordinal)) path = path.Replace("/apis/", "/api/", StringComparison.Ordinal);
        var there = _byShape[(operation.Method, Shape(path))].FirstOrDefault(o => o.Path.TrimEnd('/') == path.TrimEnd('/'));
        return there is null ? new(move.To, null, null, "", move.Source) : Of(there, move.Source);
    }

    Replacement Of(Operation operation, string source) => new(
        operation.Group.Length == 0 ? operation.Version : $"{operation.Group}/{operation.Version}",
        operation, _catalog.History(operation.Id)?.First, "", source);

    ReleaseVersion Last(Operation operation) => _catalog.History(operation.Id)?.Releases[^1] ?? default;

    static string Shape(string path) => GroupVersion.Unversioned(path).TrimEnd('/');

    /// <summary>The resource in a path and, after a slash, the subresource; both empty in a group's index.</summary>
    static (string Resource, string Below) ResourceOf(Operation operation)
    {
        string[] parts = [.. operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(p => p != operation.Version).Skip(1).SkipWhile(p => p == "watch")];
        if (parts is ["namespaces", _, _, ..]) parts = parts[2..];
        return parts switch
        {
            [] => ("", ""),
            [var resource, _, var rest, ..] => (resource, "/" + rest),
            [var resource, ..] => (resource, ""),
        };
    }
}
