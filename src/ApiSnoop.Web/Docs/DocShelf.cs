using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ApiSnoop.Web.Docs;

/// <summary>The docs of the repository as pages: the same files, inside of the assembly, with links that lead to pages.</summary>
internal static partial class DocShelf
{
    const string Prefix = "repository/", Folder = "docs/", Start = "README.md";

    const string TableBox = "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">";

    static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().DisableHtml().Build();

    /// <summary>The embedded files by their path in the repository.</summary>
    static readonly Lazy<FrozenDictionary<string, string>> s_files = new(() =>
        typeof(DocShelf).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(n => n[Prefix.Length..].Replace('\\', '/'), n => n, StringComparer.Ordinal));

    static readonly ConcurrentDictionary<string, DocPage> s_made = new(StringComparer.Ordinal);

    /// <summary>The addresses of all pages.</summary>
    public static IEnumerable<string> Addresses =>
        s_files.Value.Keys.Where(IsPage).Select(AddressOf).Order(StringComparer.Ordinal);

    /// <summary>The page at an address, or null where there is none.</summary>
    /// <param name="path">What follows <c>/docs/</c>; empty for the first page.</param>
    public static DocPage? Find(string path) =>
        s_files.Value.Keys.FirstOrDefault(f => IsPage(f) && AddressOf(f) == ("/docs/" + path).TrimEnd('/')) is { } file
            ? s_made.GetOrAdd(file, Made)
            : null;

    /// <summary>A picture's bytes, or null where there is none.</summary>
    /// <param name="name">Its name in the folder of pictures.</param>
    public static byte[]? Picture(string name) =>
        s_files.Value.ContainsKey($"{Folder}pictures/{name}") ? Bytes($"{Folder}pictures/{name}") : null;

    static bool IsPage(string file) => file.EndsWith(".md", StringComparison.Ordinal);

    /// <summary>A folder's README is the folder's page; the repository's is the first.</summary>
    static string AddressOf(string file)
    {
        var path = file.StartsWith(Folder, StringComparison.Ordinal) ? file[Folder.Length..] : file;
        if (path.EndsWith(Start, StringComparison.Ordinal)) path = path[..^Start.Length].TrimEnd('/');
        else if (IsPage(path)) path = path[..^".md".Length];
        return path.Length == 0 ? "/docs" : "/docs/" + path;
    }

    static DocPage Made(string file)
    {
        var document = Markdown.Parse(WithoutRemark(Encoding.UTF8.GetString(Bytes(file))), s_markdown);
        var title = document.OfType<HeadingBlock>().FirstOrDefault()?.Inline?.Descendants<LiteralInline>()
            .Aggregate("", (text, part) => text + part.Content) ?? file;
        foreach (var link in document.Descendants<LinkInline>().ToList()) Lead(link, file);
        var html = document.ToHtml(s_markdown);
        // The policy of pages takes no style in an element; on a phone a table scrolls in its own box.
        html = Style().Replace(html, "");
        html = html.Replace("<table>", TableBox + "<table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
        return new(title, html);
    }

    /// <summary>A first line that is a remark to who edits the file is not for who reads the page.</summary>
    static string WithoutRemark(string text) =>
        text.StartsWith("<!--", StringComparison.Ordinal) && text.IndexOf("-->", StringComparison.Ordinal) is > 0 and var end
            ? text[(end + 3)..] : text;

    /// <summary>Leads a link to a page. What is in the repository and not among the docs is named, not linked.</summary>
    static void Lead(LinkInline link, string file)
    {
        if (link.Url is not { Length: > 0 } url || url.StartsWith('#') || url.Contains("://", StringComparison.Ordinal)) return;
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var (path, rest) = hash < 0 ? (url, "") : (url[..hash], url[hash..]);
        var target = Resolved(file, path);
        var start = $"{target.TrimEnd('/')}/{Start}";
        if (s_files.Value.ContainsKey(start)) target = start;
        if (s_files.Value.ContainsKey(target)) link.Url = AddressOf(target) + rest;
        else link.ReplaceBy(new ContainerInline(), copyChildren: true);
    }

    static string Resolved(string file, string path)
    {
        var parts = new List<string>(file.Split('/')[..^1]);
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or "..")) parts.Add(part);
        }

        return string.Join('/', parts);
    }

    static byte[] Bytes(string file)
    {
        using var stream = typeof(DocShelf).Assembly.GetManifestResourceStream(s_files.Value[file])!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    [GeneratedRegex(""" style="text-align: \w+;["]""")]
    private static partial Regex Style();
}

/// <summary>A page of the docs.</summary>
/// <param name="Title">Its first heading.</param>
/// <param name="Html">Its text, made of a file of this repository.</param>
internal sealed record DocPage(string Title, string Html);
