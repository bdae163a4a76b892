using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Catalog;

/// <summary>The operations of one Kubernetes release, or of one document that a user brought.</summary>
public sealed class Release
{
    readonly Lazy<Dictionary<string, int>> _index;

    /// <summary>Makes a release of its operations.</summary>
    /// <param name="name">What to call it: <c>1.20</c>, or the name of the user's document.</param>
    /// <param name="operations">The operations; sorted here by id.</param>
    /// <param name="sources">The documents that the operations were made from.</param>
    public Release(string name, IEnumerable<Operation> operations, IEnumerable<SourceDocument> sources)
    {
        Name = name;
        Operations = Sorted([.. operations]);
        Sources = [.. sources];
        _index = new(Index);
    }

    /// <summary>What the release is called: <c>1.20</c>, or the name of the user's document.</summary>
    public string Name { get; }

    /// <summary>The release's number, or null for a document without one.</summary>
    public ReleaseVersion? Version => ReleaseVersion.TryParse(Name, out var v) ? v : null;

    /// <summary>Every operation, sorted by id.</summary>
    public ImmutableArray<Operation> Operations { get; }

    /// <summary>The documents that the operations were made from.</summary>
    public ImmutableArray<SourceDocument> Sources { get; }

    /// <summary>The index in <see cref="Operations"/> of an operation, or -1.</summary>
    public int IndexOf(string operationId) => _index.Value.TryGetValue(operationId, out var i) ? i : -1;

    /// <summary>The operation with this id, or null.</summary>
    public Operation? Find(string operationId) => IndexOf(operationId) is >= 0 and var i ? Operations[i] : null;

    /// <summary>The shipped facts are sorted already, and sorting is a good part of the time to load a release.</summary>
    static ImmutableArray<Operation> Sorted(Operation[] operations)
    {
        for (var i = 1; i < operations.Length; i++)
        {
            if (string.CompareOrdinal(operations[i - 1].Id, operations[i].Id) <= 0) continue;
            Array.Sort(operations, (a, b) => string.CompareOrdinal(a.Id, b.Id));
            break;
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(operations);
    }

    Dictionary<string, int> Index()
    {
        var index = new Dictionary<string, int>(Operations.Length, StringComparer.Ordinal);
        for (var i = 0; i < Operations.Length; i++) index.Add(Operations[i].Id, i);
        return index;
    }
}
