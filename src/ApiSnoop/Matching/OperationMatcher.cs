using ApiSnoop.Catalog;

namespace ApiSnoop.Matching;

/// <summary>
/// Decides which operation of a release a request was. Walks the path's segments through the templates: a literal before
/// a variable, a variable before the rest of a path, with back-tracking. Allocates nothing; safe for several threads.
/// </summary>
internal sealed class OperationMatcher
{
    /// <summary>Segments beyond this can only be part of a rest; no template of Kubernetes has as many.</summary>
    const int MostSegments = 32;

    readonly SegmentTrie _trie = new();
    readonly bool[] _isProxy;

    public OperationMatcher(Release release)
    {
        for (var i = 0; i < release.Operations.Length; i++) _trie.Add(release.Operations[i], i);
        _isProxy = [.. release.Operations.Select(o => o.Path.Split('/').Contains("proxy"))];
    }

    /// <summary>Whether an operation hands requests on, so that what it answers may be the backend's answer.</summary>
    public bool IsProxy(int operation) => _isProxy[operation];

    /// <summary>Matches a request.</summary>
    /// <param name="path">The URI without its query, percent-encoded as logged.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathIsKnown">When nothing matched: whether the path exists with other methods.</param>
    /// <returns>The operation's index in the release, or -1.</returns>
    public int Match(ReadOnlySpan<byte> path, ApiMethod method, out bool pathIsKnown)
    {
        pathIsKnown = false;
        if (path.IsEmpty || path[0] != '/') return SegmentTrie.None;
        if (path.IndexOf((byte)'%') >= 0) return MatchDecoded(path, method, out pathIsKnown);
        return MatchPlain(path, method, ref pathIsKnown);
    }

    /// <summary>The server decodes the whole path, once, and splits then: an encoded slash parts segments like any other.</summary>
    int MatchDecoded(ReadOnlySpan<byte> path, ApiMethod method, out bool pathIsKnown)
    {
        pathIsKnown = false;
        // Only a proxied path is ever longer; such a rare one may cost an allocation.
        var decoded = path.Length <= 1024 ? stackalloc byte[1024] : new byte[path.Length];
        return MatchPlain(decoded[..PercentEncoding.Decode(path, decoded)], method, ref pathIsKnown);
    }

    int MatchPlain(ReadOnlySpan<byte> path, ApiMethod method, ref bool pathIsKnown)
    {
        path = path.TrimEnd((byte)'/');
        Span<int> starts = stackalloc int[MostSegments + 1];
        var count = Split(path, starts);
        return Walk(new PathSegments(path, starts[..(count + 1)]), 0, 0, method, ref pathIsKnown);
    }

    /// <summary>Notes where each segment starts; the entry behind the last is one past the path's end.</summary>
    static int Split(ReadOnlySpan<byte> path, Span<int> starts)
    {
        var count = 0;
        var at = 0;
        while (at < path.Length)
        {
            starts[count] = at + 1;
            var length = count == MostSegments - 1 ? -1 : path[(at + 1)..].IndexOf((byte)'/');
            at = length < 0 ? path.Length : at + 1 + length;
            count++;
        }

        starts[count] = path.Length + 1;
        return count;
    }

    int Walk(PathSegments segments, int at, int node, ApiMethod method, ref bool pathIsKnown)
    {
        if (at == segments.Count)
        {
            pathIsKnown |= _trie.IsPath(node);
            return _trie.Operation(node, method);
        }

        var segment = segments[at];
        var child = _trie.Literal(node, segment);
        if (child != SegmentTrie.None && Walk(segments, at + 1, child, method, ref pathIsKnown) is >= 0 and var literal) return literal;
        child = _trie.Variable(node);
        if (child != SegmentTrie.None && !segment.IsEmpty
            && Walk(segments, at + 1, child, method, ref pathIsKnown) is >= 0 and var variable) return variable;
        child = _trie.Rest(node);
        if (child == SegmentTrie.None) return SegmentTrie.None;
        pathIsKnown |= _trie.IsPath(child);
        return _trie.Operation(child, method);
    }

    /// <summary>The segments of a path: views between consecutive starts, without the slash.</summary>
    readonly ref struct PathSegments(ReadOnlySpan<byte> path, ReadOnlySpan<int> starts)
    {
        readonly ReadOnlySpan<byte> _path = path;
        readonly ReadOnlySpan<int> _starts = starts;

        public int Count => _starts.Length - 1;

        public ReadOnlySpan<byte> this[int i] => _path[_starts[i]..(_starts[i + 1] - 1)];
    }
}
