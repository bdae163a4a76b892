using System.Text.Json;
using ApiSnoop.Catalog;

namespace ApiSnoop.Audit;

/// <summary>What the API server itself read in a request's path: the field <c>objectRef</c> of an event, a second witness.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The API version.</param>
/// <param name="Resource">The resource in the plural.</param>
/// <param name="Subresource">The part of an object; empty for the object itself.</param>
/// <param name="Namespace">The namespace; empty outside of one.</param>
/// <param name="Name">The object's name; empty for a collection.</param>
public sealed record ObjectReference(string Group, string Version, string Resource, string Subresource, string Namespace, string Name)
{
    /// <summary>The reference in an event; null where there is none.</summary>
    public static ObjectReference? Of(JsonElement auditEvent)
    {
        if (!auditEvent.TryGetProperty("objectRef", out var about) || about.ValueKind != JsonValueKind.Object) return null;
        string Text(string name) =>
            about.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return new(Text("apiGroup"), Text("apiVersion"), Text("resource"), Text("subresource"), Text("namespace"), Text("name"));
    }

    /// <summary>Whether an operation is about the same resource.</summary>
    public bool Agrees(Operation operation) =>
        OperationResource.Of(operation) is { } about
        && (about.Group, about.Version, about.Resource, about.Subresource) == (Group, Version, Resource, Subresource);

    /// <summary>The reference in words, such as <c>apps/v1 deployments/scale web in shop</c>.</summary>
    public override string ToString()
    {
        var thing = (Group.Length > 0 ? Group + "/" : "") + Version + " " + Resource + (Subresource.Length > 0 ? "/" + Subresource : "");
        return thing + (Name.Length > 0 ? " " + Name : "") + (Namespace.Length > 0 ? " in " + Namespace : "");
    }
}
