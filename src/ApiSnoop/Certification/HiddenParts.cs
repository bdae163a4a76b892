using System.Globalization;
using ApiSnoop.Recording;
using ApiSnoop.Reports;

namespace ApiSnoop.Certification;

/// <summary>What a recording does not show, as far as it can tell itself.</summary>
static class HiddenParts
{
    public static IEnumerable<string> Of(AppCoverage app, IReadOnlyList<Cell> own)
    {
        var facts = app.Manifest;
        if (facts.Filters.Length > 0)
            yield return Words($"loaded with {string.Join(' ', facts.Filters)}, which left out {facts.FilteredRequests:N0} requests");
        if (!app.Filter.IsAll) yield return "judged under a filter";
        if (facts.BadLines > 0) yield return Words($"{facts.BadLines:N0} of {facts.Lines:N0} lines could not be read");
        var verbs = own.Select(c => app.Cube.Verbs[c.Verb]).ToHashSet(StringComparer.Ordinal);
        if (own.Count > 0 && !verbs.Overlaps(["get", "list", "watch"]))
            yield return "no read was logged: the audit policy may leave reads out";
        if (own.Count > 0 && !verbs.Overlaps(["create", "update", "patch", "delete", "deletecollection"]))
            yield return "no write was logged: the app makes none, or the audit policy leaves them out";
        var unfinished = own.Where(c => c.Code == 0).Sum(c => c.Requests);
        if (unfinished > 0) yield return Words($"{unfinished:N0} requests have no outcome");
        if (own.Any(c => app.Cube.Agents[c.Agent] == Cube.Other || app.Cube.Users[c.User] == Cube.Other))
            yield return "some callers are counted together, as there were too many";
        foreach (var note in facts.Notes) yield return note;
    }

    static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
