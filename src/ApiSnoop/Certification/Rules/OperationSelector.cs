using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ApiSnoop.Catalog;

namespace ApiSnoop.Certification.Rules;

/// <summary>Which operations a rule applies to, as the machine-readable part of its page says.</summary>
public sealed class OperationSelector
{
    readonly bool _discovery, _lackedLater;
    readonly string? _segment, _version, _level;
    readonly ImmutableArray<Part> _parts;

    sealed record Part(string Group, string Version, string Resource, string Releases);

    OperationSelector(JsonElement json)
    {
        _discovery = json.TryGetProperty("discovery", out var discovery) && discovery.GetBoolean();
        _lackedLater = json.TryGetProperty("lackedLater", out var lacked) && lacked.GetBoolean();
        _segment = Text(json, "segment");
        _version = Text(json, "version");
        _level = Text(json, "level");
        _parts = json.TryGetProperty("resources", out var parts) ? [.. parts.EnumerateArray().Select(PartOf)] : [];
    }

    /// <summary>Reads what stands under <c>applies</c>.</summary>
    public static OperationSelector Read(JsonElement json) => new(json);

    /// <summary>Whether the rule applies to an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="release">The release that the app runs on.</param>
    /// <param name="lackedIn">The known release that lacks it later, or null.</param>
    public bool Fits(Operation operation, ReleaseVersion release, ReleaseVersion? lackedIn) =>
        _discovery ? Discovery.Is(operation)
        : _lackedLater ? lackedIn is not null
        : _segment is { } segment ? operation.Path.Split('/').Contains(segment)
        : _version is { } version ? operation.Version == version
        : _level is { } level ? operation.Level.Text() == level
        : OperationResource.Of(operation) is { } resource && _parts.Any(p => IsOf(p, resource, release));

    static bool IsOf(Part part, OperationResource resource, ReleaseVersion release)
    {
        var name = resource.Subresource.Length == 0 ? resource.Resource : $"{resource.Resource}/{resource.Subresource}";
        return part.Group == resource.Group && part.Version == resource.Version && part.Resource == name
            && new ReleaseTimeline([release]).TryParse(Encoding.UTF8.GetBytes(part.Releases)) is > 0;
    }

    static Part PartOf(JsonElement json) => new(
        Text(json, "group") ?? "", Text(json, "version") ?? "", Text(json, "resource") ?? "", Text(json, "releases") ?? "");

    static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
