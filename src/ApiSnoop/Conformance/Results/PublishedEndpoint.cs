using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance.Results;

/// <summary>An endpoint as a published result file has it. Its level is not read: levels are ours, never the file's.</summary>
sealed record PublishedEndpoint(string Id, string Path, string Category, string Kind, string Action)
{
    /// <summary>The endpoint as an operation; what the file leaves out stays empty.</summary>
    public Operation ToOperation()
    {
        var served = GroupVersion.OfPath(Path);
        return new()
        {
            Id = Id,
            Method = Method,
            Path = Path,
            Group = served.Group,
            Version = served.Version,
            Kind = Kind,
            Action = Action,
            Category = Category.Length == 0 ? "uncategorized" : Category,
        };
    }

    /// <summary>The file names no method: the action has it, or for a proxy the word in its id that follows the version.</summary>
    ApiMethod Method => Action switch
    {
        "post" => ApiMethod.Post,
        "put" => ApiMethod.Put,
        "patch" => ApiMethod.Patch,
        "delete" or "deletecollection" => ApiMethod.Delete,
        "connect" => ConnectMethod,
        _ => ApiMethod.Get,
    };

    ApiMethod ConnectMethod => Id switch
    {
        _ when Id.Contains("V1Post", StringComparison.Ordinal) => ApiMethod.Post,
        _ when Id.Contains("V1Put", StringComparison.Ordinal) => ApiMethod.Put,
        _ when Id.Contains("V1Patch", StringComparison.Ordinal) => ApiMethod.Patch,
        _ when Id.Contains("V1Delete", StringComparison.Ordinal) => ApiMethod.Delete,
        _ when Id.Contains("V1Head", StringComparison.Ordinal) => ApiMethod.Head,
        _ when Id.Contains("V1Options", StringComparison.Ordinal) => ApiMethod.Options,
        _ => ApiMethod.Get,
    };
}
