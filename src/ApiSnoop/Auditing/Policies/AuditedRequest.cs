using ApiSnoop.Catalog;

namespace ApiSnoop.Auditing.Policies;

/// <summary>A kind of request as a policy's rules see it.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Resource">What it is for; null for a path that is for no resource.</param>
/// <param name="Path">The path's template.</param>
/// <param name="IsNamespaced">Whether the object is in a namespace.</param>
internal sealed record AuditedRequest(string Verb, OperationResource? Resource, string Path, bool IsNamespaced)
{
    /// <summary>What the resource is called in a rule, its subresource included.</summary>
    public string ResourceName => Resource is not { } r ? Path : r.Subresource.Length == 0 ? r.Resource : $"{r.Resource}/{r.Subresource}";

    /// <summary>Every kind of request that a release knows, deprecated ones apart.</summary>
    public static IEnumerable<AuditedRequest> Of(Release release) =>
        from operation in release.Operations
        where !operation.Deprecated && operation.Method is not (ApiMethod.Head or ApiMethod.Options)
        from verb in VerbsOf(operation)
        select new AuditedRequest(
            verb, OperationResource.Of(operation) is { } of && !Discovery.Is(operation) ? of : null, operation.Path,
            operation.Path.Contains("{namespace}", StringComparison.Ordinal)
                // A namespace is in itself.
                || operation.Path.Contains("/namespaces/{name}", StringComparison.Ordinal));

    /// <summary>The verbs that the API server gives to an operation's requests.</summary>
    static string[] VerbsOf(Operation operation) => operation.Method switch
    {
        ApiMethod.Get when operation.Action == "list" => ["list", "watch"],
        ApiMethod.Get => ["get"],
        ApiMethod.Post => ["create"],
        ApiMethod.Put => ["update"],
        ApiMethod.Patch => ["patch"],
        ApiMethod.Delete when operation.Action == "deletecollection" => ["deletecollection"],
        ApiMethod.Delete => ["delete"],
        _ => [],
    };
}
