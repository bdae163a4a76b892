using System.Text.RegularExpressions;
using ApiSnoop.Catalog;

namespace ApiSnoop.Tests.Matching;

/// <summary>The slow and obvious way to match: every template as a regular expression, the most literal one wins.</summary>
internal sealed class RegexMatcher(Release release)
{
    readonly List<(Operation Operation, Regex Path, string Rank)> _templates =
        [.. release.Operations.Select(o => (o, Template(o.Path), Rank(o.Path)))];

    /// <param name="path">The path as logged: it is decoded whole, and split then.</param>
    /// <param name="method">The method.</param>
    public Operation? Match(string path, ApiMethod method) => _templates
        .Where(t => t.Operation.Method == method && t.Path.IsMatch(Uri.UnescapeDataString(path).TrimEnd('/')))
        .OrderBy(t => t.Rank, StringComparer.Ordinal)
        .Select(t => t.Operation)
        .FirstOrDefault();

    static Regex Template(string path) => new(
        @"\A" + string.Concat(Segments(path).Select(s => "/" + (IsRest(s) ? "(?s:.+)" : IsVariable(s) ? "[^/]+" : Regex.Escape(s))))
            + @"\z");

    /// <summary>A letter a segment: literals sort before variables, variables before the rest of a path.</summary>
    static string Rank(string path) => string.Concat(Segments(path).Select(s => IsRest(s) ? 'c' : IsVariable(s) ? 'b' : 'a'));

    static string[] Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    static bool IsVariable(string segment) => segment.StartsWith('{');

    static bool IsRest(string segment) => segment is "{path}" or "{logpath}";
}
