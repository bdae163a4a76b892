using System.Collections.Immutable;

namespace ApiSnoop.Catalog;

/// <summary>One operation of the Kubernetes OpenAPI in one release: an endpoint with its method.</summary>
public sealed record Operation
{
    /// <summary>The operationId, unique within a release.</summary>
    public required string Id { get; init; }

    /// <summary>The HTTP method.</summary>
    public required ApiMethod Method { get; init; }

    /// <summary>The path template, such as <c>/api/v1/namespaces/{namespace}/pods/{name}</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The API group; empty for core and for paths that belong to no group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The API version such as <c>v1beta1</c>; empty where the path has none.</summary>
    public string Version { get; init; } = "";

    /// <summary>The kind; empty where the document names none.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The Kubernetes action (get, list, post, connect, …); empty where the document names none.</summary>
    public string Action { get; init; } = "";

    /// <summary>The first tag up to its underscore; <c>uncategorized</c> without a tag.</summary>
    public string Category { get; init; } = "uncategorized";

    /// <summary>The stability; for a group's index that of the best version the group serves in this release.</summary>
    public Level Level { get; init; }

    /// <summary>Whether the document calls the operation deprecated.</summary>
    public bool Deprecated { get; init; }

    /// <summary>Names of the query parameters, sorted ordinally.</summary>
    public ImmutableArray<string> QueryParameters { get; init; } = [];
}
