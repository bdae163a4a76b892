using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Insights;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.AppReports;

/// <summary>One page about an app, for those who keep it and for those who ask them: its facts in the order of the page.</summary>
/// <param name="Profile">What it uses.</param>
/// <param name="Sections">Its tables under their headings; an empty one has a sentence instead.</param>
public sealed record AppReport(AppProfile Profile, ImmutableArray<ReportSection> Sections)
{
    const int MostCallers = 20;

    /// <summary>Gathers it.</summary>
    public static AppReport Of(AppCoverage app)
    {
        var profile = AppProfile.Of(app);
        return new(profile,
        [
            new("What will go, and what replaces it", "What it calls that is not stable, is deprecated, or that a later release lacks.",
                Risk.TableOf(profile.Risks).Without("user agents", "operation id"), "Everything that it calls is stable and here to stay."),
            new("Who calls what will go", "By program and version, with what to call instead.",
                EndingUse.InFull(EndingUse.ByProgram(app), "program").Without("operation id"), "Nobody calls what a later release lacks."),
            new("From where", "The programs that make its requests.",
                Caller.TableOf(Caller.Programs(app).Take(MostCallers), "program"), "No request was seen."),
            new("In whose name", "The users and service accounts.",
                Caller.TableOf(Caller.Users(app).Take(MostCallers), "user"), "No request was seen."),
            new("What it calls", "The endpoints, discovery apart: every client walks through that.", Uses(profile), "No endpoint was hit."),
            new("What matched no endpoint", "Custom resources, other API servers, and mistakes.", Misses(app),
                "Every request matched an endpoint."),
        ]);
    }

    /// <summary>Its name.</summary>
    public string App => Profile.App.App;

    /// <summary>The verdict in a sentence or two.</summary>
    public string Verdict
    {
        get
        {
            if (Profile.Worst is not { } worst) return "Nothing was seen of it, which says nothing about it.";
            var level = string.Create(
                CultureInfo.InvariantCulture,
                $"{App} uses {Profile.Used.Length:N0} endpoints of the Kubernetes API. The worst level among them is {worst.Text()}.");
            return Profile switch
            {
                { KnowsOthers: false } => level,
                { BreaksIn: { } breaks } => $"{level} Kubernetes {breaks} is the first release that lacks one of them.",
                _ => $"{level} Every later release that is known has them all, up to {KubernetesCatalog.Shipped.Newest}.",
            };
        }
    }

    /// <summary>What the figures rest on.</summary>
    public IEnumerable<string> Basis
    {
        get
        {
            var m = Profile.App.Manifest;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{m.Requests:N0} requests from {Time(m.From)} to {Time(m.To)}, matched against Kubernetes {m.Release}: "
                    + $"{m.ReleaseEvidence}.");
            if (m.Filters.Length > 0) yield return $"Only requests with {string.Join(' ', m.Filters)} were recorded.";
            foreach (var note in m.Notes) yield return note;
        }
    }

    static string Time(DateTimeOffset? time) => time is { } at ? at.ToString("u", CultureInfo.InvariantCulture) : "an unknown time";

    static Table Uses(AppProfile profile) => Table.Of(
        ["level", "category", "method", "path", "requests"],
        profile.Used.OrderByDescending(u => u.Operation.Level).ThenBy(u => u.Operation.Category, StringComparer.Ordinal)
            .ThenBy(u => u.Operation.Path, StringComparer.Ordinal).ThenBy(u => u.Operation.Method)
            .Select(u => new object?[]
            {
                u.Operation.Level.Text(), u.Operation.Category, u.Operation.Method.Text(), u.Operation.Path, u.Requests,
            }));

    static Table Misses(AppCoverage app) => Table.Of(
        ["reason", "what", "requests"],
        from cell in app.Cube.Cells
        let target = app.Cube.Targets[cell.Target]
        where target.OperationId is null
        group cell.Requests by (target.Reason, target.Name) into misses
        orderby misses.Sum() descending, misses.Key.Name
        select new object?[] { Matching.MissReasonNames.Text(misses.Key.Reason), misses.Key.Name, misses.Sum() });
}

/// <summary>A part of a report.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="About">What it tells, in a sentence.</param>
/// <param name="Table">Its table.</param>
/// <param name="Nothing">What to say where the table is empty.</param>
public sealed record ReportSection(string Heading, string About, Table Table, string Nothing);
