using System.Runtime.CompilerServices;
using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;

namespace ApiSnoop.Matching;

/// <summary>
/// The path templates of a release as a tree of segments. A node has literal children, at most one variable child, and
/// at most one child that takes the rest of the path.
/// </summary>
internal sealed class SegmentTrie
{
    public const int None = -1;
    const int Methods = 8;
    readonly List<int> _variable = [None];
    readonly List<int> _rest = [None];
    readonly List<int> _operations = [.. Enumerable.Repeat(None, Methods)];
    readonly List<bool> _isPath = [false];
    (int Parent, byte[] Segment, int Child)[] _literals = new (int, byte[], int)[4096];
    int _literalCount;

    /// <summary>Adds an operation; a second one on the same path and method is kept out.</summary>
    public void Add(Operation operation, int index)
    {
        var node = 0;
        foreach (var segment in operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = IsVariable(segment) ? VariableChild(node, segment) : LiteralChild(node, segment);
        _isPath[node] = true;
        ref var slot = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_operations)[node * Methods + (int)operation.Method];
        if (slot == None) slot = index;
    }

    public int Variable(int node) => _variable[node];

    public int Rest(int node) => _rest[node];

    /// <summary>The operation at a node, or <see cref="None"/>.</summary>
    public int Operation(int node, ApiMethod method) => _operations[node * Methods + (int)method];

    /// <summary>Whether a template ends at the node, with whatever methods.</summary>
    public bool IsPath(int node) => _isPath[node];

    public int Literal(int node, ReadOnlySpan<byte> segment)
    {
        var mask = _literals.Length - 1;
        for (var slot = Slot(node, segment) & mask; ; slot = (slot + 1) & mask)
        {
            ref readonly var edge = ref _literals[slot];
            if (edge.Segment is null) return None;
            if (edge.Parent == node && segment.SequenceEqual(edge.Segment)) return edge.Child;
        }
    }

    /// <summary>Segments whose variable takes the rest of the path, slashes and all, as API servers serve them.</summary>
    static bool TakesRest(string segment) => segment is "{path}" or "{logpath}";

    static bool IsVariable(string segment) => segment is ['{', .., '}'];

    int VariableChild(int node, string segment)
    {
        var children = TakesRest(segment) ? _rest : _variable;
        return children[node] != None ? children[node] : children[node] = NewNode();
    }

    int LiteralChild(int node, string segment)
    {
        var bytes = Encoding.UTF8.GetBytes(segment);
        var child = Literal(node, bytes);
        if (child != None) return child;
        child = NewNode();
        if (++_literalCount * 2 > _literals.Length) Grow();
        Place(_literals, (node, bytes, child));
        return child;
    }

    int NewNode()
    {
        _variable.Add(None);
        _rest.Add(None);
        _isPath.Add(false);
        for (var i = 0; i < Methods; i++) _operations.Add(None);
        return _variable.Count - 1;
    }

    void Grow()
    {
        var grown = new (int, byte[], int)[_literals.Length * 2];
        foreach (var edge in _literals)
            if (edge.Segment is not null)
                Place(grown, edge);
        _literals = grown;
    }

    static void Place((int Parent, byte[] Segment, int Child)[] table, (int Parent, byte[] Segment, int Child) edge)
    {
        var mask = table.Length - 1;
        var slot = Slot(edge.Parent, edge.Segment) & mask;
        while (table[slot].Segment is not null) slot = (slot + 1) & mask;
        table[slot] = edge;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Slot(int node, ReadOnlySpan<byte> segment) =>
        (int)(ByteHash.Of(segment) >> 20) + node * 0x61C88647;
}
