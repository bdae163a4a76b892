using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Coverage;

namespace ApiSnoop.Reports.Tables;

/// <summary>The endpoints of a chart as a table, with what was counted of each.</summary>
public static class EndpointUseTable
{
    /// <summary>A row an endpoint, in the order of the chart.</summary>
    /// <param name="slice">The part of the chart.</param>
    /// <param name="uses">What was counted, by operation id.</param>
    /// <param name="meaning">What a hit means.</param>
    public static Table Of(Slice slice, IReadOnlyDictionary<string, EndpointUse> uses, ChartMeaning meaning)
    {
        var table = Table.Of(
            ["level", "category", "method", "path", "state", "tests", "conformance tests", "requests", "user agents", "deprecated",
                "operation id"],
            SliceTree.Leaves(slice).Where(s => uses.ContainsKey(s.Key)).Select(s => Row(uses[s.Key], s.State, meaning)));
        var hasDeprecated = table.Rows.Any(r => r[^2] is true);
        if (!hasDeprecated) table = table.Without("deprecated");
        // Published results say which tests hit an endpoint, and not how often.
        if (slice.Hit > 0 && slice.Requests == 0) table = table.Without("requests", "user agents");
        return meaning == ChartMeaning.TestCoverage ? table : table.Without("tests", "conformance tests");
    }

    /// <summary>A state in a word or two.</summary>
    public static string StateText(SliceState state, ChartMeaning meaning) => (meaning, state) switch
    {
        (ChartMeaning.AppUsage, SliceState.Untested) => "not used",
        (ChartMeaning.AppUsage, _) => "used",
        (_, SliceState.ConformanceTested) => "conformance",
        (_, SliceState.Tested) => "tested",
        (_, SliceState.Hit) => "hit, no test",
        _ => "untested",
    };

    static object?[] Row(EndpointUse use, SliceState state, ChartMeaning meaning) =>
    [
        use.Operation.Level.Text(), use.Operation.Category, use.Operation.Method.Text(), use.Operation.Path, StateText(state, meaning),
        use.Tests.Length, use.ConformanceTests, use.Requests, use.Agents, use.Operation.Deprecated, use.Operation.Id,
    ];
}
