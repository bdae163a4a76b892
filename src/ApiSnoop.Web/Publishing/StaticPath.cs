using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace ApiSnoop.Web.Publishing;

/// <summary>
/// The file that an address of the server becomes in a folder of files. Pages become <c>index.html</c> in a folder of their path, so
/// that the same addresses work; what depends on a free query is left out.
/// </summary>
/// <param name="File">The file, relative to the folder of the site, with slashes.</param>
/// <param name="Link">What links say for it: a folder with a slash at the end for a page, the file for everything else.</param>
/// <param name="Address">The address to ask the server for.</param>
internal sealed record StaticPath(string File, string Link, string Address)
{
    /// <summary>What is a file under its own name, whatever it is asked with.</summary>
    static readonly string[] s_files = ["/assets/", "/docs/pictures/"];

    /// <summary>Pages of one thing whose name does not fit into a path: the name is hashed.</summary>
    static readonly string[] s_named = ["/tests/one", "/user-agents/one"];

    /// <summary>The slices of a chart are zoomed to down to a category; an endpoint has a page of its own.</summary>
    static readonly string[] s_charts = ["e2e", "apps", "releases"];

    /// <summary>The file of an address, or null for what is not published.</summary>
    /// <param name="address">Path and query.</param>
    public static StaticPath? Of(string address)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0) address = address[..hash];
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? address : address[..mark];
        var query = mark < 0 ? [] : QueryHelpers.ParseQuery(address[mark..]).ToDictionary(q => q.Key, q => q.Value.ToString());
        if (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal) || path.StartsWith("/api/", StringComparison.Ordinal))
            return null;
        if (s_files.Any(f => path.StartsWith(f, StringComparison.Ordinal))) return new(path[1..], path[1..], address);
        if (EndpointOf(path) is { } endpoint) return Of("/endpoints/" + endpoint);
        if (query.Remove("format", out var format)) return Table(path, query, format, address);
        if (path.Contains("/export/", StringComparison.Ordinal)) return query.Count > 0 ? null : new(path[1..], path[1..], path);
        return Folder(path, query) is { } folder ? new(folder + "index.html", folder, address) : null;
    }

    /// <summary>The folder of a page, with a slash at its end; empty for the first page, null for one that is not published.</summary>
    static string? Folder(string path, Dictionary<string, string> query)
    {
        var folder = path.Trim('/');
        if (query.Count == 0) return folder.Length == 0 ? "" : folder + "/";
        if (query.Count == 1 && query.GetValueOrDefault("view") is "icicle" or "table" && s_charts.Contains(folder.Split('/')[0]))
            return $"{folder}/view-{query["view"]}/";
        if (!s_named.Contains(path) || query.Keys.Any(k => k is not ("name" or "agent" or "app"))) return null;
        var told = string.Join('\n', query.OrderBy(q => q.Key, StringComparer.Ordinal).Select(q => q.Key + "=" + q.Value));
        return $"{folder}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told)))[..12]}/";
    }

    static StaticPath? Table(string path, Dictionary<string, string> query, string format, string address)
    {
        // Markdown is for pasting; a folder of files keeps what programs read.
        if (format is not ("csv" or "json")) return null;
        query.Remove("table", out var table);
        var file = Folder(path, query) is { } folder
            ? $"{folder}{(string.IsNullOrEmpty(table) ? "table" : "table-" + table)}.{format}"
            : null;
        return file is null ? null : new(file, file, address);
    }

    /// <summary>The endpoint that a chart is zoomed to, or null.</summary>
    static string? EndpointOf(string path)
    {
        var parts = path.Trim('/').Split('/');
        if (!s_charts.Contains(parts[0])) return null;
        var start = Array.IndexOf(parts, "e2e") is var at and >= 0 ? at + 1 : 2;
        return parts.Length == start + 3 && parts[start] is "stable" or "beta" or "alpha" && parts.Length == start + 3 ? parts[^1] : null;
    }
}
