using System.Collections.Immutable;
using System.Text.Json;

namespace ApiSnoop.Catalog.OpenApi;

/// <summary>Reads the path items of one OpenAPI document.</summary>
sealed class OpenApiPaths(JsonElement root)
{
    /// <summary>
    /// How the documents of 1.12 and later mark the operations under <c>/watch/</c>, in their description: they never set
    /// the <c>deprecated</c> flag. The whole marker is asked for: the bare word also stands in descriptions of operations
    /// that are not deprecated, such as those about a deprecated field.
    /// </summary>
    const string WatchMarker = "deprecated: use the 'watch' parameter";

    const int MostReferences = 16;

    readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Every operation of the path items, in their order; levels are not yet set.</summary>
    public List<Operation> Read(JsonElement paths)
    {
        var operations = new List<Operation>();
        foreach (var path in paths.EnumerateObject())
        {
            var item = Resolve(path.Value);
            if (item.ValueKind != JsonValueKind.Object) continue;
            foreach (var member in item.EnumerateObject())
            {
                if (MethodOf(member.Name) is not ApiMethod.None and var method && member.Value.ValueKind == JsonValueKind.Object)
                    operations.Add(ReadOperation(path.Name, method, member.Value, item));
            }
        }
        return operations;
    }

    Operation ReadOperation(string path, ApiMethod method, JsonElement operation, JsonElement item)
    {
        var (group, version, kind) = GroupVersionKind(path, operation);
        return new Operation
        {
            Id = UniqueId(Text(operation, "operationId"), method, path),
            Method = method,
            Path = path,
            Group = Shared(group),
            Version = Shared(version),
            Kind = Shared(kind),
            Action = Shared(Text(operation, "x-kubernetes-action")),
            Category = Shared(CategoryOf(operation)),
            Deprecated = IsDeprecated(operation),
            QueryParameters = QueryParameters(item, operation),
        };
    }

    /// <summary>Ids are a release's keys: a missing or repeated one becomes the method and the path.</summary>
    string UniqueId(string id, ApiMethod method, string path)
    {
        if (id.Length > 0 && _ids.Add(id)) return id;
        var made = $"{method.ToString().ToUpperInvariant()} {path}";
        for (var n = 2; !_ids.Add(made); n++) made = $"{method.ToString().ToUpperInvariant()} {path} #{n}";
        return made;
    }

    static (string Group, string Version, string Kind) GroupVersionKind(string path, JsonElement operation)
    {
        var served = GroupVersion.OfPath(path);
        if (!operation.TryGetProperty("x-kubernetes-group-version-kind", out var gvk) || gvk.ValueKind != JsonValueKind.Object)
            return (served.Group, served.Version, "");
        return served == default || served is { Group: "", Version: "" }
            ? (Text(gvk, "group"), Text(gvk, "version"), Text(gvk, "kind"))
            : (served.Group, served.Version, Text(gvk, "kind"));
    }

    static string CategoryOf(JsonElement operation)
    {
        if (!operation.TryGetProperty("tags", out var tags) || tags.ValueKind != JsonValueKind.Array) return "uncategorized";
        var first = tags.EnumerateArray().FirstOrDefault();
        var tag = first.ValueKind == JsonValueKind.String ? first.GetString()! : "";
        var end = tag.IndexOf('_', StringComparison.Ordinal);
        tag = end < 0 ? tag : tag[..end];
        return tag.Length == 0 ? "uncategorized" : tag;
    }

    static bool IsDeprecated(JsonElement operation) =>
        (operation.TryGetProperty("deprecated", out var flag) && flag.ValueKind == JsonValueKind.True)
        || Text(operation, "description").Contains(WatchMarker, StringComparison.OrdinalIgnoreCase);

    ImmutableArray<string> QueryParameters(JsonElement item, JsonElement operation)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        AddQueryParameters(names, item);
        AddQueryParameters(names, operation);
        return [.. names];
    }

    void AddQueryParameters(SortedSet<string> names, JsonElement owner)
    {
        if (!owner.TryGetProperty("parameters", out var parameters) || parameters.ValueKind != JsonValueKind.Array) return;
        foreach (var entry in parameters.EnumerateArray())
        {
            var parameter = Resolve(entry);
            if (parameter.ValueKind == JsonValueKind.Object && Text(parameter, "in") == "query"
                && Text(parameter, "name") is { Length: > 0 } name)
                names.Add(Shared(name));
        }
    }

    /// <summary>
    /// Follows references inside the document. One that leads nowhere gives nothing instead of an error: the merged
    /// documents of 1.23–1.27 hold such a reference, to a path parameter.
    /// </summary>
    JsonElement Resolve(JsonElement element)
    {
        for (var i = 0; i < MostReferences; i++)
        {
            if (element.ValueKind != JsonValueKind.Object || Text(element, "$ref") is not { Length: > 0 } reference) return element;
            if (!TryFollow(reference, out element)) return default;
        }
        return default;
    }

    bool TryFollow(string reference, out JsonElement found)
    {
        found = root;
        if (!reference.StartsWith("#/", StringComparison.Ordinal)) return false;
        foreach (var part in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found)) return false;
        }
        return true;
    }

    /// <summary>One string for each text: a thousand operations share some dozens of groups, kinds and actions.</summary>
    string Shared(string text)
    {
        if (_texts.TryGetValue(text, out var known)) return known;
        return _texts[text] = text;
    }

    static string Text(JsonElement owner, string property) =>
        owner.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static ApiMethod MethodOf(string name) => name switch
    {
        "get" => ApiMethod.Get,
        "head" => ApiMethod.Head,
        "post" => ApiMethod.Post,
        "put" => ApiMethod.Put,
        "patch" => ApiMethod.Patch,
        "delete" => ApiMethod.Delete,
        "options" => ApiMethod.Options,
        _ => ApiMethod.None,
    };
}
