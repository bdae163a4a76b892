using System.Collections.Immutable;
using System.Text.Json;

namespace ApiSnoop.Loading.RequestCounts;

/// <summary>What OpenShift counted of the requests to a resource: an <c>APIRequestCount</c>, or a list of them.</summary>
/// <param name="Uses">Who asked for what how often, of the last 24 hours.</param>
/// <param name="Untold">Requests of users beyond those that are named, which are ten for each resource and hour.</param>
/// <remarks>Source: github.com/openshift/api, apiserver/v1. Index <c>currentHour</c> repeats an hour of <c>last24h</c>.</remarks>
public sealed record RequestCountDocument(ImmutableArray<ResourceUse> Uses, long Untold)
{
    const string Kind = "APIRequestCount";

    /// <summary>Reads a document.</summary>
    /// <param name="json">The JSON, as <c>oc get apirequestcounts -o json</c> prints it.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">It is something else; the message says what.</exception>
    public static RequestCountDocument Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var objects = Text(root, "kind") == Kind ? [root] : Items(root, "items").Where(i => Text(i, "kind") is Kind or "").ToList();
            if (objects.Count == 0)
                throw new InvalidDataException($"{name} has no {Kind}. Make it with: oc get apirequestcounts -o json > {name}");
            var uses = objects.SelectMany(UsesOf).ToImmutableArray();
            return new(uses, Math.Max(0, objects.Sum(Counted) - uses.Sum(u => u.Requests)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{name} is no JSON of {Kind}s: {e.Message}", e);
        }
    }

    /// <summary>The hours of an object; the current one stands for itself where there are no others.</summary>
    static List<JsonElement> Hours(JsonElement counted)
    {
        if (!counted.TryGetProperty("status", out var status)) return [];
        var hours = Items(status, "last24h").ToList();
        return hours.Count > 0 || !status.TryGetProperty("currentHour", out var now) ? hours : [now];
    }

    static long Counted(JsonElement counted) => Hours(counted).Sum(h => Number(h, "requestCount"));

    static IEnumerable<ResourceUse> UsesOf(JsonElement counted)
    {
        // The name is RESOURCE.VERSION.GROUP; the group has dots of its own, and core none.
        var name = counted.TryGetProperty("metadata", out var metadata) ? Text(metadata, "name").Split('.', 3) : [];
        if (name.Length < 2) throw new FormatException("an object without a name of RESOURCE.VERSION.GROUP");
        return from hour in Hours(counted)
               from node in Items(hour, "byNode")
               from user in Items(node, "byUser")
               from verb in Items(user, "byVerb")
               let requests = Number(verb, "requestCount")
               where requests > 0
               select new ResourceUse(
                   name.ElementAtOrDefault(2) ?? "", name[1], name[0], Text(user, "username"), Text(user, "userAgent"), Text(verb, "verb"),
                   requests);
    }

    static JsonElement.ArrayEnumerator Items(JsonElement at, string name) =>
        at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : default;

    static string Text(JsonElement at, string name) =>
        at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : "";

    static long Number(JsonElement at, string name) =>
        at.TryGetProperty(name, out var number) && number.TryGetInt64(out var value) && value is > 0 and < 1L << 50 ? value : 0;
}

/// <summary>What a client asked of a resource.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The API version.</param>
/// <param name="Resource">The resource in the plural.</param>
/// <param name="User">The user name.</param>
/// <param name="Agent">The user agent.</param>
/// <param name="Verb">The verb.</param>
/// <param name="Requests">How often.</param>
public sealed record ResourceUse(string Group, string Version, string Resource, string User, string Agent, string Verb, long Requests);
