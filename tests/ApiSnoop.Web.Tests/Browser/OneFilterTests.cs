using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>
/// One filter, every number: at every zoom a slice is the sum of its children, the sum of the table beside it, the figure in the centre
/// and the rows of the CSV.
/// </summary>
public sealed partial class OneFilterTests(BrowserRun browser)
{
    [Theory]
    [InlineData("/e2e", "")]
    [InlineData("/e2e", "verb=list")]
    [InlineData("/e2e", "verb=list&deprecated=true")]
    [InlineData("/e2e", "outcome=refused&level=-alpha&deprecated=true")]
    [InlineData("/e2e", "test-tag=sig-network")]
    [InlineData("/apps/demo-app", "verb=list")]
    [InlineData("/apps/demo-app", "verb=get&all=true&discovery=true")]
    [InlineData("/apps/e2e", "user-agent=kubectl&discovery=true")]
    public Task Slice_children_table_centre_and_file_say_the_same(string root, string query) => browser.Visit(async visit =>
    {
        await visit.Go(With(root, query));
        var levels = await Look(visit, root, query, root);
        levels.Children.ShouldNotBeEmpty();
        foreach (var level in levels.Children)
        {
            await visit.Go(With(level.Path, query));
            var categories = await Look(visit, root, query, level.Path);
            categories.Numbers.ShouldBe(level.Numbers, level.Path);
            foreach (var category in categories.Children)
            {
                await visit.Go(With(category.Path, query + "&rows=all"));
                (await Look(visit, root, query, category.Path)).Numbers.ShouldBe(category.Numbers, category.Path);
            }
        }
    });

    /// <summary>Endpoints, those hit, and requests.</summary>
    readonly record struct Numbers(long Total, long Hit, long Requests)
    {
        public static Numbers operator +(Numbers a, Numbers b) => new(a.Total + b.Total, a.Hit + b.Hit, a.Requests + b.Requests);
    }

    sealed record Part(string Path, Numbers Numbers);

    sealed record Zoomed(Numbers Numbers, IReadOnlyList<Part> Children);

    static async Task<Zoomed> Look(BrowserVisit visit, string root, string query, string path)
    {
        var depth = path[root.Length..].Count(c => c == '/');
        var slices = await visit.Page.EvaluateAsync<string[][]>(
            "() => [...document.querySelectorAll('svg.chart .slices > *')].map(e => e.localName === 'g' ? e.firstElementChild : e)"
                + ".map(a => [a.getAttribute('href'), a.querySelector('title')?.textContent ?? a.getAttribute('aria-label')])");
        var children = slices.Select(s => new Part(s[0].Split('?')[0], Words(s[1]))).ToList();
        var sum = children.Aggregate(default(Numbers), (a, c) => a + c.Numbers);

        var described = (await visit.Find("svg.chart").GetAttributeAsync("aria-label"))!;
        Words(described).ShouldBe(sum, $"{path}?{query}: the chart and the sum of its slices");
        Centre(await visit.Find("svg.chart .hub").TextContentAsync() ?? "", root)
            .ShouldBe(root == "/e2e" ? (sum.Hit, sum.Total) : (sum.Hit, sum.Hit), $"{path}?{query}: the centre");

        var rows = await visit.Page.EvaluateAsync<string[][]>(
            "() => [...document.querySelector('[data-region=beside] table').querySelectorAll('tr')]"
                + ".map(r => [...r.children].map(c => c.textContent.trim()))");
        InTable(rows, depth).ShouldBe(sum, $"{path}?{query}: the table beside the chart");
        InCsv(await Csv(visit, With(path, query + "&view=table&format=csv")), root)
            .ShouldBe(sum, $"{path}?{query}: the file of all endpoints");
        return new(sum, children);
    }

    static Numbers Words(string text)
    {
        var requests = Number(RequestsText().Match(text).Groups[1].Value);
        if (GroupText().Match(text) is { Success: true } group)
            return new(Number(group.Groups[2].Value), Number(group.Groups[1].Value), requests);
        var isHit = text.Contains("conformance tested", StringComparison.Ordinal) || text.Contains("tested, not for",
            StringComparison.Ordinal)
            || UsedText().IsMatch(text);
        return new(1, isHit ? 1 : 0, requests);
    }

    static (long Hit, long Total) Centre(string text, string root)
    {
        if (root == "/e2e" && CentreText().Match(text) is { Success: true } tested)
            return (Number(tested.Groups[1].Value), Number(tested.Groups[2].Value));
        var used = Number(UsedCentre().Match(text).Groups[1].Value);
        return (used, used);
    }

    /// <summary>Parts have columns of numbers; endpoints are a row each, of which none is cut off here.</summary>
    static Numbers InTable(string[][] rows, int depth)
    {
        int Column(params string[] names) => Array.FindIndex(rows[0], h => names.Contains(h.TrimEnd('↕', '↑', '↓', ' ')));
        var requests = Column("Requests");
        if (depth < 2)
        {
            var (total, hit) = (Column("Endpoints"), Column("Tested", "Used"));
            return rows.Skip(1).Aggregate(default(Numbers), (a, r) =>
                a + new Numbers(Number(r[total]), Number(r[hit < 0 ? total : hit]), Number(r[requests])));
        }

        var state = Column("State");
        return rows.Skip(1).Aggregate(default(Numbers), (a, r) => a + new Numbers(1, IsHit(r[state]) ? 1 : 0, Number(r[requests])));
    }

    static Numbers InCsv(string[][] rows, string root)
    {
        var (state, requests) = (Array.IndexOf(rows[0], "state"), Array.IndexOf(rows[0], "requests"));
        return rows.Skip(1).Aggregate(default(Numbers), (a, r) => a + new Numbers(1, IsHit(r[state]) ? 1 : 0, Number(r[requests])));
    }

    static bool IsHit(string state) => state is "conformance" or "tested" or "used";

    static async Task<string[][]> Csv(BrowserVisit visit, string path)
    {
        var answer = await visit.Page.APIRequest.GetAsync(path);
        answer.Status.ShouldBe(200, path);
        return [.. (await answer.TextAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(Cells)];
    }

    /// <summary>A state may hold a comma, and is quoted then.</summary>
    static string[] Cells(string line) => [.. CellText().Matches(line).Select(m => m.Groups[1].Value.Trim('"'))];

    static string With(string path, string query) => query.Length == 0 ? path : $"{path}?{query.TrimStart('&')}";

    static long Number(string text) => text.Length == 0 ? 0 : long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?:^|,)(""[^""]*""|[^,]*)")]
    private static partial Regex CellText();

    [GeneratedRegex(@"([\d,]+) of ([\d,]+) endpoints (?:tested|used)")]
    private static partial Regex GroupText();

    [GeneratedRegex(@"([\d,]+) requests?\b")]
    private static partial Regex RequestsText();

    [GeneratedRegex(@"(?m)^used$")]
    private static partial Regex UsedText();

    [GeneratedRegex(@"([\d,]+) / ([\d,]+) tested")]
    private static partial Regex CentreText();

    [GeneratedRegex(@"([\d,]+)endpoints? used")]
    private static partial Regex UsedCentre();
}
