namespace ApiSnoop.Catalog;

/// <summary>The resource that an operation is about, as its path says.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The API version.</param>
/// <param name="Resource">The resource in the plural, such as <c>pods</c>.</param>
/// <param name="Subresource">The part of an object, such as <c>log</c>; empty for the object itself.</param>
/// <remarks>Source of the paths' shapes: RequestInfo of k8s.io/apiserver.</remarks>
public sealed record OperationResource(string Group, string Version, string Resource, string Subresource)
{
    /// <summary>The resource of an operation; null for one that is about none, such as discovery.</summary>
    public static OperationResource? Of(Operation operation)
    {
        var segments = operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            ["apis", var group, var version, .. var rest] when rest.Length > 0 => Of(group, version, rest),
            ["api", var version, .. var rest] when rest.Length > 0 => Of("", version, rest),
            _ => null,
        };
    }

    static OperationResource Of(string group, string version, ReadOnlySpan<string> rest)
    {
        // The old ways to watch and to proxy put their word before the path of the resource.
        var isProxy = rest[0] == "proxy";
        if (isProxy || rest[0] == "watch") rest = rest[1..];
        if (rest is ["namespaces", _, _, ..] && rest[2] is not ("status" or "finalize")) rest = rest[2..];
        return new(group, version, rest[0], rest.Length > 2 && !isProxy ? rest[2] : "");
    }
}
