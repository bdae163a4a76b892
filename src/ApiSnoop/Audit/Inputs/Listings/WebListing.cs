using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ApiSnoop.Audit.Inputs.Listings;

/// <summary>A page of a web server that lists files and folders.</summary>
/// <param name="Kind">What wrote it, in a word or two.</param>
/// <param name="Files">The addresses of files.</param>
/// <param name="Pages">The addresses of further pages: of folders, or of what did not fit on this one.</param>
/// <remarks>
/// Sources: the JSON API of Google Cloud Storage (objects: list), ListObjects and ListObjectsV2 of S3 (Google's XML API answers likewise),
/// and the HTML of gcsweb, Apache's mod_autoindex and nginx's ngx_http_autoindex_module.
/// </remarks>
internal sealed partial record WebListing(string Kind, ImmutableArray<Uri> Files, ImmutableArray<Uri> Pages)
{
    /// <summary>As much of a page as tells whether it is a listing, in bytes.</summary>
    public const int EnoughToTell = 4096;

    /// <summary>Where gcsweb's files are.</summary>
    const string Storage = "storage.googleapis.com";

    /// <summary>Whether a page looks like a listing: a web server's index has a path that ends with a slash.</summary>
    public static bool MayBe(Uri address, ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart("\uFEFF \t\r\n"u8);
        if (text.IsEmpty) return false;
        if (text[0] == '{') return text.IndexOf("storage#objects"u8) >= 0;
        if (text[0] != '<') return false;
        return text.IndexOf("<ListBucketResult"u8) >= 0
            || (address.AbsolutePath.EndsWith('/') && IsHtml().IsMatch(Encoding.Latin1.GetString(text)));
    }

    /// <summary>Reads a page.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="page">What is there.</param>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static WebListing Read(Uri address, string page)
    {
        try
        {
            var text = page.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
            return text.StartsWith('{') ? OfStorage(address, text)
                : text.Contains("<ListBucketResult", StringComparison.Ordinal) ? OfBucket(address, text)
                : OfHtml(address, text);
        }
        catch (Exception e) when (e is JsonException or XmlException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"its list of files cannot be read: {e.Message}", e);
        }
    }

    static WebListing OfStorage(Uri address, string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        var files = Items(root, "items").Select(i => i.GetProperty("name").GetString()!).Where(n => !n.EndsWith('/'))
            .Select(n => WithPath(address, $"{address.AbsolutePath.TrimEnd('/')}/{Uri.EscapeDataString(n)}", "alt=media"));
        var pages = Items(root, "prefixes").Select(p => WithQuery(address, ("prefix", p.GetString()!), ("pageToken", null)));
        if (root.TryGetProperty("nextPageToken", out var token))
            pages = pages.Append(WithQuery(address, ("pageToken", token.GetString()!)));
        return new("Google Cloud Storage", [.. files], [.. pages]);
    }

    static IEnumerable<JsonElement> Items(JsonElement root, string name) =>
        root.TryGetProperty(name, out var items) ? items.EnumerateArray() : Enumerable.Empty<JsonElement>();

    static WebListing OfBucket(Uri address, string text)
    {
        using var reader = XmlReader.Create(
            new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var root = XElement.Load(reader);
        string? Value(XElement of, string name) => of.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
        var keys = root.Elements().Where(e => e.Name.LocalName == "Contents").Select(e => Value(e, "Key") ?? "").ToList();
        var files = keys.Where(k => k.Length > 0 && !k.EndsWith('/')).Select(k => WithPath(
            address, $"{address.AbsolutePath.TrimEnd('/')}/{string.Join('/', k.Split('/').Select(Uri.EscapeDataString))}", ""));
        var pages = root.Elements().Where(e => e.Name.LocalName == "CommonPrefixes").Select(e => Value(e, "Prefix") ?? "")
            .Where(p => p.Length > 0).Select(p => WithQuery(address, ("prefix", p), ("continuation-token", null), ("marker", null)));
        if (Value(root, "NextContinuationToken") is { Length: > 0 } token)
            pages = pages.Append(WithQuery(address, ("continuation-token", token)));
        else if (Value(root, "IsTruncated") == "true" && (Value(root, "NextMarker") ?? keys.LastOrDefault()) is { Length: > 0 } marker)
            pages = pages.Append(WithQuery(address, ("marker", marker)));
        return new("S3", [.. files], [.. pages]);
    }

    static WebListing OfHtml(Uri address, string text)
    {
        var links = Link().Matches(text).Select(m => WebUtility.HtmlDecode(m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value))
            .Where(l => !l.StartsWith('?') && !l.StartsWith('#')).Select(l => Uri.TryCreate(address, l, out var to) ? to : null)
            .OfType<Uri>().Where(l => l.Query.Length == 0 && l.Fragment.Length == 0).Distinct().ToList();
        return new(
            "a web server's index", [.. links.Where(l => !l.AbsolutePath.EndsWith('/'))],
            [.. links.Where(l => l.AbsolutePath.EndsWith('/'))]);
    }

    /// <summary>
    /// Whether an address is below another: of the same server, and with the same path and more. The files of gcsweb are at the storage
    /// that it shows.
    /// </summary>
    public static bool IsBelow(Uri address, Uri of)
    {
        if (address.UserInfo.Length > 0 && address.UserInfo != of.UserInfo) return false;
        if (address.Scheme == of.Scheme && address.Authority == of.Authority) return IsPathBelow(address, of);
        return of.AbsolutePath.StartsWith("/gcs/", StringComparison.Ordinal)
            && address is { Scheme: "https", Host: Storage, IsDefaultPort: true } && !LeadsUp(address)
            && address.AbsolutePath.StartsWith(of.AbsolutePath["/gcs".Length..], StringComparison.Ordinal);
    }

    static bool IsPathBelow(Uri address, Uri of)
    {
        if (LeadsUp(address)) return false;
        var (path, prefix) = (of.AbsolutePath.TrimEnd('/'), Query(of, "prefix") ?? "");
        // A further page of a listing that goes by prefixes.
        if (address.AbsolutePath.TrimEnd('/') == path)
            return (Query(address, "prefix") ?? "").StartsWith(prefix, StringComparison.Ordinal);
        return address.AbsolutePath.StartsWith(path + "/", StringComparison.Ordinal)
            && Uri.UnescapeDataString(address.AbsolutePath[(path.Length + 1)..]).StartsWith(prefix, StringComparison.Ordinal);
    }

    /// <summary>Dots that were escaped are left as they are by us, and lead up on some servers.</summary>
    static bool LeadsUp(Uri address) => Uri.UnescapeDataString(address.AbsolutePath).Split('/').Contains("..");

    static Uri WithPath(Uri address, string path, string query) =>
        new($"{address.GetLeftPart(UriPartial.Authority)}{path}{(query.Length > 0 ? "?" : "")}{query}");

    static Uri WithQuery(Uri address, params (string Name, string? Value)[] changes)
    {
        var parts = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !changes.Any(c => Uri.UnescapeDataString(p.Split('=')[0]) == c.Name))
            .Concat(changes.Where(c => c.Value is not null).Select(c => $"{c.Name}={Uri.EscapeDataString(c.Value!)}"));
        return WithPath(address, address.AbsolutePath, string.Join('&', parts));
    }

    static string? Query(Uri address, string name) => address.Query.TrimStart('?').Split('&')
        .Where(p => p.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(p => Uri.UnescapeDataString(p[(name.Length + 1)..].Replace('+', ' '))).FirstOrDefault();

    [GeneratedRegex(@"<(!doctype\s+html|html|head|title|pre|a\s)", RegexOptions.IgnoreCase)]
    private static partial Regex IsHtml();

    [GeneratedRegex("""<a\s[^>]*?href\s*=\s*(?:["']([^"']*)["']|([^\s>"']+))""", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
