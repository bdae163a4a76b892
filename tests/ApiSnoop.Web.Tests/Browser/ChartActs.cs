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
            const isOn = (x, y) => document.elementFromPoint(x, y)?.closest('a') === link;
            // A finger is wide, so the point with most of the slice around it.
            const around = [[8, 0], [-8, 0], [0, 8], [0, -8], [4, 0], [-4, 0], [0, 4], [0, -4]];
            let [best, most] = [null, -1];
            for (let i = 1; i < 40; i++)
                for (let j = 1; j < 40; j++) {
                    const [x, y] = [box.left + box.width * i / 40, box.top + box.height * j / 40];
                    if (!isOn(x, y)) continue;
                    const count = around.filter(([dx, dy]) => isOn(x + dx, y + dy)).length;
                    if (count > most) [best, most] = [[x, y], count];
                }
            if (!best) throw new Error('no point of ' + link.getAttribute('href') + ' can be reached');
            return best;
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
            "path => location.pathname + location.search === path && document.querySelector('svg.chart')?.dataset.self === path && "
                + "!document.querySelector('svg.chart.moving')",
            path);
    }
}
