using System.Text.Json;
using CsvLine = System.Collections.Generic.List<string>;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>Tables: order, search, and files of exactly what is shown.</summary>
public sealed class TableTests(BrowserRun browser)
{
    [Fact]
    public Task A_header_sorts_and_sorts_back() => browser.Visit(async visit =>
    {
        await visit.Go("/endpoints?app=demo-app");
        foreach (var (order, sign) in new[] { ("descending", -1), ("ascending", 1) })
        {
            await visit.Find("thead a:text-is('Requests')").ClickAsync();
            await visit.Find($"th[aria-sort={order}]:has-text('Requests')").WaitForAsync();
            var column = await visit.Find("thead th").EvaluateAllAsync<int>("all => all.findIndex(th => th.textContent === 'Requests')");
            var shown = await visit.Find("tbody tr").EvaluateAllAsync<long[]>(
                "(rows, i) => rows.map(r => Number(r.cells[i].textContent.replaceAll(',', '')))", column);
            shown.Length.ShouldBeGreaterThan(50);
            shown.ShouldBe(sign < 0 ? shown.OrderDescending() : shown.Order());
        }
    });

    [Fact]
    public Task A_slash_goes_to_the_search_that_finds_by_part_of_a_path() => browser.Visit(async visit =>
    {
        await visit.Go("/");
        await visit.Page.Keyboard.PressAsync("/");
        (await visit.Page.EvaluateAsync<string>("() => document.activeElement.type")).ShouldBe("search");
        await visit.Page.Keyboard.TypeAsync("{name}/eviction");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ShouldArriveAt("**/endpoints?q=**");
        (await visit.Find("tbody tr").CountAsync()).ShouldBe(1);
        (await visit.Find("tbody tr").InnerTextAsync()).ShouldContain("eviction");
    });

    [Theory]
    [InlineData("/endpoints?q=configmap&sort=requests&dir=desc", "path")]
    [InlineData("/untested", "path")]
    [InlineData("/user-agents?app=demo-app&verb=list", "user agent")]
    [InlineData("/tests?test=*quota*", "test")]
    public Task Files_hold_exactly_what_is_shown(string path, string column) => browser.Visit(async visit =>
    {
        await visit.Go(path);
        var shown = await visit.Find("tbody").First.EvaluateAsync<string[]>(
            """
            (body, name) => {
                const index = [...body.closest('table').tHead.rows[0].cells].findIndex(c => c.textContent.toLowerCase() === name);
                return [...body.rows].map(row => row.cells[index].textContent.trim());
            }
            """, column);
        shown.ShouldNotBeEmpty();

        var tools = visit.Find(".table-tools").First;
        var json = await visit.Page.Context.APIRequest.GetAsync((await tools.GetByText("JSON").GetAttributeAsync("href"))!);
        var rows = JsonDocument.Parse(await json.TextAsync()).RootElement.EnumerateArray().ToList();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => tools.GetByText("CSV").ClickAsync());
        var csv = Parse(await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));

        var field = rows[0].EnumerateObject().Select((p, i) => (p.Name, Index: i)).First(p => Same(p.Name, column));
        rows.Select(r => Brief(r.GetProperty(field.Name).GetString()!)).ShouldBe(shown.Select(Brief));
        csv.Count.ShouldBe(shown.Length + 1);
        var at = csv[0].FindIndex(name => Same(name, column));
        csv.Skip(1).Select(l => Brief(l[at])).ShouldBe(shown.Select(Brief));
    });

    static bool Same(string name, string column) => name.Replace('_', ' ').Equals(column, StringComparison.OrdinalIgnoreCase);

    // Long text is cut on the page, and nothing has words there.
    static string Brief(string text) => text == "(none sent)" ? "" : text.Length > 60 ? text[..60] : text;

    static List<CsvLine> Parse(string text)
    {
        var lines = new List<CsvLine> { new() };
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (c == '"') quoted = !quoted;
            else if (quoted || c is not (',' or '\n' or '\r')) field.Append(c);
            else if (c != '\r')
            {
                lines[^1].Add(field.ToString());
                field.Clear();
                if (c == '\n') lines.Add([]);
            }
        }

        if (field.Length > 0) lines[^1].Add(field.ToString());
        return [.. lines.Where(l => l.Count > 0)];
    }
}
