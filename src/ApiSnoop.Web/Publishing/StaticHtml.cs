using System.Net;
using System.Text.RegularExpressions;

namespace ApiSnoop.Web.Publishing;

/// <summary>A page of the server as a page among files: links lead to files, and what only a server can do is taken out.</summary>
internal static partial class StaticHtml
{
    /// <summary>What pages may do when no server is there to send a header with it.</summary>
    const string Policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; "
        + "img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'\">";

    const string LeftOut = " data-left-out";

    /// <summary>The addresses that a page links to.</summary>
    public static IEnumerable<string> Links(string html)
    {
        foreach (Match match in Link().Matches(html)) yield return WebUtility.HtmlDecode(match.Groups["address"].Value);
    }

    /// <summary>The page with its links turned to files.</summary>
    /// <param name="html">The page.</param>
    /// <param name="file">Where it is, relative to the folder of the site.</param>
    /// <param name="isThere">Whether a file is published.</param>
    public static string Rewritten(string html, string file, Func<StaticPath, bool> isThere)
    {
        var up = string.Concat(Enumerable.Repeat("../", file.Count(c => c == '/')));
        html = Form().Replace(html, "");
        html = Link().Replace(html, match =>
        {
            var address = WebUtility.HtmlDecode(match.Groups["address"].Value);
            var hash = address.IndexOf('#', StringComparison.Ordinal);
            // A link without an address is plain text, which is what sorting becomes; the style sheet hides buttons that lead nowhere.
            if (StaticPath.Of(address) is not { } path || !isThere(path)) return match.Groups["name"].Value == "href" ? LeftOut : "";
            var link = up + path.Link + (hash >= 0 ? address[hash..] : "");
            return $" {match.Groups["name"].Value}=\"{WebUtility.HtmlEncode(link.Length == 0 ? "./" : Escaped(link))}\"";
        });
        html = html.Replace("<html lang=\"en\">", "<html lang=\"en\" data-published>", StringComparison.Ordinal);
        return html.Replace("<meta charset=\"utf-8\">", "<meta charset=\"utf-8\">" + Policy, StringComparison.Ordinal);
    }

    /// <summary>Files have their names unescaped, links escaped.</summary>
    static string Escaped(string link) => link.Replace("%", "%25", StringComparison.Ordinal);

    [GeneratedRegex("""\s(?<name>href|src|data-self)="(?<address>/[^"]*)["]""")]
    private static partial Regex Link();

    [GeneratedRegex("<form[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();
}
