using System.Collections.Immutable;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Comparing;

/// <summary>Two recordings set side by side: the endpoints that came, went and changed, then the tests that came and went.</summary>
internal static class CompareTable
{
    public static Table Make(ExportInput input)
    {
        if (input.Named is not [var a, var b])
            throw new FormatException("compare sets two apps side by side: name the earlier one, then the later one.");
        var endpoints = Difference.TableOf(
            Difference.Between(a, b).Where(d => d.Kind != DifferenceKind.Neither).Order(Difference.GreatestFirst), a.App, b.App);
        var tests = TestDifference.TableOf(TestDifference.Between(a, b), a.App, b.App);
        return Table.Of(
            ["what", .. endpoints.Columns.Select(c => c.Name), "test"],
            [
                .. endpoints.Rows.Select(r => (object?[])["endpoint", .. r, ""]),
                .. tests.Rows.Select(r => (object?[])["test", .. TestRow(r)]),
            ]);
    }

    /// <summary>In the columns of the endpoints: what a test has none of stays empty.</summary>
    static object?[] TestRow(ImmutableArray<object?> test) => test[0] is "came"
        ? [test[0], "", "", "", "", null, test[3], test[3], "", test[1]]
        : [test[0], "", "", "", "", test[3], null, -(long)test[3]!, "", test[1]];
}
