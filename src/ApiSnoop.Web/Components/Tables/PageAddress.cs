using Microsoft.AspNetCore.WebUtilities;

namespace ApiSnoop.Web.Components.Tables;

/// <summary>The address of the page being shown, from which a link that changes one thing and keeps the rest is made.</summary>
internal sealed class PageAddress
{
    readonly string _path;
    readonly List<KeyValuePair<string, string>> _query;

    PageAddress(string path, List<KeyValuePair<string, string>> query)
    {
        _path = path;
        _query = query;
    }

    /// <summary>The path and query, in the order of the query.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query => _query;

    /// <summary>The path without the query.</summary>
    public string Path => _path;

    /// <summary>The address of a request.</summary>
    public static PageAddress Of(HttpRequest request) => new(
        // Two slashes at the start would make a link to another host.
        "/" + (request.PathBase + request.Path).ToUriComponent().TrimStart('/'), QueryOf(request));

    /// <summary>The address of another page with nothing in its query.</summary>
    public static PageAddress To(string path) => new(path, []);

    /// <summary>The names and values of a request's query, in their order.</summary>
    public static List<KeyValuePair<string, string>> QueryOf(HttpRequest request)
    {
        var query = new List<KeyValuePair<string, string>>();
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            query.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return query;
    }

    /// <summary>The value of a name, or null.</summary>
    public string? Find(string name)
    {
        foreach (var (n, value) in _query)
            if (n == name)
                return value;
        return null;
    }

    /// <summary>With one value for a name, in place of all it had; null takes the name away.</summary>
    public PageAddress With(string name, string? value)
    {
        var rest = _query.Where(q => q.Key != name);
        return new(_path, [.. value is null ? rest : rest.Append(new(name, value))]);
    }

    /// <summary>With more names and values at the end.</summary>
    public PageAddress And(IEnumerable<KeyValuePair<string, string>> more) => new(_path, [.. _query, .. more]);

    /// <summary>Without these names.</summary>
    public PageAddress Without(params IEnumerable<string> names) => new(_path, [.. _query.Where(q => !names.Contains(q.Key))]);

    /// <summary>With tables cut at their first rows again: other rows have other pages.</summary>
    public PageAddress FromTheTop() =>
        new(_path, [.. _query.Where(q => q.Key != "rows" && !q.Key.StartsWith("rows.", StringComparison.Ordinal))]);

    /// <summary>Without one value of a name.</summary>
    public PageAddress WithoutValue(string name, string value) => new(_path, [.. _query.Where(q => q.Key != name || q.Value != value)]);

    /// <inheritdoc/>
    public override string ToString() => _path + QueryString.Create(_query.Select(q => new KeyValuePair<string, string?>(q.Key, q.Value)));
}
