using Microsoft.Net.Http.Headers;

namespace ApiSnoop.Web.Hosting;

/// <summary>What a client has already, as it says in <c>If-None-Match</c>.</summary>
internal static class EntityTags
{
    /// <summary>Whether a client has an answer with this tag. Weak and strong tags are told apart by nobody here.</summary>
    public static bool Knows(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var tags)
            && tags.Any(t => t.Compare(tag, useStrongComparison: false));
}
