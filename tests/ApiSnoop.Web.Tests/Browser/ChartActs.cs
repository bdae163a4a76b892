using Microsoft.Playwright;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>What a user does with a chart.</summary>
internal static class ChartActs
{
    /// <summary>A point on the screen that belongs to a slice: the middle of an arc's box may be another's.</summary>
    const string PointOfSlice = """
        link => {
            link.scrollIntoView({ block: 'center' });
            const path = link.querySelector('path') ?? link;
            const box = path.getBoundingClientRect();
            for (let i = 1; i < 40; i++)
                for (let j = 1; j < 40; j++) {
                    const [x, y] = [box.left + box.width * i / 40, box.top + box.height * j / 40];
                    if (document.elementFromPoint(x, y)?.closest('a') === link) return [x, y];
                }
            throw new Error('no point of ' + link.getAttribute('href') + ' can be reached');
        }
        """;

    public static ILocator Slice(this BrowserVisit visit, string href) => visit.Find($"svg.chart .slices a[href='{href}']");

    public static ILocator Hub(this BrowserVisit visit) => visit.Find("svg.chart .hub");

    public static async Task<(float X, float Y)> PointOf(this ILocator slice)
    {
        var point = await slice.EvaluateAsync<float[]>(PointOfSlice);
        return (point[0], point[1]);
    }

    public static async Task ClickSlice(this BrowserVisit visit, string href)
    {
        var (x, y) = await visit.Slice(href).PointOf();
        await visit.Page.Mouse.ClickAsync(x, y);
    }

    /// <summary>Waits until the chart stands still and the page is that of an address.</summary>
    public static async Task ShouldSettleAt(this BrowserVisit visit, string path)
    {
        await visit.Page.WaitForFunctionAsync(
            "path => location.pathname + location.search === path && document.querySelector('svg.chart')?.dataset.self === path && !document.querySelector('svg.chart.moving')",
            path);
    }
}
