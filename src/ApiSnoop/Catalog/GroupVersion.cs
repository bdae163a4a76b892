namespace ApiSnoop.Catalog;

/// <summary>The API group and version that a path is served under.</summary>
/// <param name="Group">The group; empty for core and for paths that belong to none.</param>
/// <param name="Version">The version; empty where the path has none.</param>
/// <remarks>
/// The path decides, not the document's <c>x-kubernetes-group-version-kind</c>: a subresource may carry a foreign kind
/// (<c>pods/{name}/eviction</c> takes a policy/v1beta1 Eviction) and is nevertheless served, kept stable and removed with
/// the group and version in its path.
/// </remarks>
readonly record struct GroupVersion(string Group, string Version)
{
    const string Core = "/api/";
    const string Named = "/apis/";

    /// <summary>Reads <c>/api/V/…</c>, <c>/apis/G/…</c> and <c>/apis/G/V/…</c>; everything else belongs to no group.</summary>
    public static GroupVersion OfPath(string path)
    {
        if (path.StartsWith(Core, StringComparison.Ordinal)) return new("", Segment(path, Core.Length));
        if (!path.StartsWith(Named, StringComparison.Ordinal)) return new("", "");
        var group = Segment(path, Named.Length);
        var next = Named.Length + group.Length + 1;
        return new(group, next < path.Length ? Segment(path, next) : "");
    }

    /// <summary>The path with its version replaced, so that the same resource in two versions compares equal.</summary>
    public static string Unversioned(string path)
    {
        var (group, version) = OfPath(path);
        if (version.Length == 0) return path;
        var start = group.Length == 0 ? Core.Length : Named.Length + group.Length + 1;
        return string.Concat(path.AsSpan(0, start), "*", path.AsSpan(start + version.Length));
    }

    static string Segment(string path, int start)
    {
        var end = path.IndexOf('/', start);
        var text = end < 0 ? path[start..] : path[start..end];
        return text.StartsWith('{') ? "" : text;
    }
}
