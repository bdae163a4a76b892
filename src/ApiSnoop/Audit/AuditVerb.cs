using ApiSnoop.Catalog;

namespace ApiSnoop.Audit;

/// <summary>From the verb that the audit log writes to the HTTP method that was sent.</summary>
/// <remarks>
/// Source: RequestInfo of the API server. Requests outside resources carry the method itself in lower case; a method that has no
/// verb on a resource (OPTIONS, TRACE, CONNECT, <c>get</c> in lower case) has an empty one and counts as OPTIONS, the only one of them that
/// Kubernetes describes; HEAD is logged as <c>get</c> and so counts as GET. <c>proxy</c> and <c>watchlist</c> are verbs of releases
/// before 1.10.
/// </remarks>
public static class AuditVerb
{
    /// <summary>Stands for a verb that was not logged at all, from which no method follows.</summary>
    public static ReadOnlySpan<byte> Absent => "(absent)"u8;

    /// <summary>The method of a verb, or <see cref="ApiMethod.None"/>.</summary>
    public static ApiMethod Method(ReadOnlySpan<byte> verb)
    {
        if (verb.SequenceEqual("get"u8) || verb.SequenceEqual("list"u8) || verb.SequenceEqual("watch"u8)) return ApiMethod.Get;
        if (verb.SequenceEqual("create"u8) || verb.SequenceEqual("post"u8)) return ApiMethod.Post;
        if (verb.SequenceEqual("update"u8) || verb.SequenceEqual("put"u8)) return ApiMethod.Put;
        if (verb.SequenceEqual("patch"u8)) return ApiMethod.Patch;
        if (verb.SequenceEqual("delete"u8) || verb.SequenceEqual("deletecollection"u8)) return ApiMethod.Delete;
        if (verb.IsEmpty || verb.SequenceEqual("options"u8)) return ApiMethod.Options;
        if (verb.SequenceEqual("head"u8)) return ApiMethod.Head;
        return verb.SequenceEqual("proxy"u8) || verb.SequenceEqual("watchlist"u8) ? ApiMethod.Get : ApiMethod.None;
    }
}
