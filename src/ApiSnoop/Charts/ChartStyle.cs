namespace ApiSnoop.Charts;

/// <summary>The style of a chart that is a file of its own. Within a page, <c>site.css</c> says the same.</summary>
internal static class ChartStyle
{
    private const string Light =
        ".paper{fill:#fff}.slices,.labels path{stroke:#fff}.gap{stop-color:#fff}" +
        ".u,.untested{fill:#e2e7ed}.h,.hit{fill:#76828f}.hub text,.heading,.key,.ink{fill:#1b2430}.ink{stroke:#fff}.hub "
            + ".dim{fill:#566172}.hub path{fill:#fff}";

    private const string Dark =
        ".paper{fill:#12161d}.slices,.labels path{stroke:#12161d}.gap{stop-color:#12161d}" +
        ".u,.untested{fill:#262d38}.h,.hit{fill:#757f8d}.hub text,.heading,.key,.ink{fill:#e8ecf2}.ink{stroke:#12161d}.hub "
            + ".dim{fill:#a3aebd}.hub path{fill:#12161d}";

    /// <summary>The style sheet; the viewer's theme decides between light and dark.</summary>
    public static string Standalone { get; } =
        "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif}" +
        ".labels{pointer-events:none}.labels path{fill:none}.ink{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}" +
        ".big{font-weight:700}.name,.heading{font-weight:600}.full,.sample{fill:#5b6b80;stop-color:#5b6b80}" +
        Light + "@media(prefers-color-scheme:dark){" + Dark + "}";
}
