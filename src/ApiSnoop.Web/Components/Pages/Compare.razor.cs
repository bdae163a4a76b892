using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Reports.Comparing;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages;

/// <summary>Two apps or two runs side by side.</summary>
public partial class Compare
{
    static readonly ImmutableArray<(DifferenceKind? Kind, string Name)> s_kinds =
        [(null, "all"), (DifferenceKind.Added, "added"), (DifferenceKind.Removed, "removed"), (DifferenceKind.Changed, "changed"),
            (DifferenceKind.Same, "same")];

    string? Unknown { get; set; }

    AppCoverage? A { get; set; }

    AppCoverage? B { get; set; }

    bool AsTests { get; set; }

    ChartMeaning Meaning => AsTests ? ChartMeaning.TestCoverage : ChartMeaning.AppUsage;

    Slice TreeA { get; set; } = null!;

    Slice TreeB { get; set; } = null!;

    ImmutableArray<Slice> Trail { get; set; } = [];

    ImmutableArray<Difference> Shown { get; set; } = [];

    DifferenceKind? Show { get; set; }

    Table Rows { get; set; } = new([], []);

    /// <summary>Tests that only one of the two has.</summary>
    Table Tests { get; set; } = new([], []);

    int TestsOfA { get; set; }

    int TestsOfB { get; set; }

    Dictionary<string, RenderFragment<TableCell>> _cells = [];

    private protected override PageState StateOf(IEnumerable<string?> zoom, IQueryCollection query) =>
        PageState.Of("/compare", zoom, query, "a", "b", "show");

    /// <inheritdoc />
    protected override void Load()
    {
        (A, B) = (Asked("a"), Asked("b"));
        if (A is not null && B is not null) LookAt(A, B);
    }

    AppCoverage? Asked(string name)
    {
        if (State.Own.FirstOrDefault(o => o.Key == name).Value is not { } app) return null;
        var coverage = Shelf.Coverage(app, State.Filter);
        if (coverage is null) Unknown ??= app;
        return coverage;
    }

    void LookAt(AppCoverage a, AppCoverage b)
    {
        AsTests = Difference.ComparesTests(a, b);
        var all = Difference.Between(a, b);
        Tests = TestDifference.TableOf(TestDifference.Between(a, b), a.App, b.App);
        (TestsOfA, TestsOfB) = (a.Coverage.Tests.Length, b.Coverage.Tests.Length);
        // Both charts have the same endpoints wherever both releases do, so that a slice has the same place in each.
        var drawn =
            all.Where(d => State.Has("all") ? !d.Operation.Deprecated
                || d.Kind != DifferenceKind.Neither : d.Kind != DifferenceKind.Neither)
            .Select(d => d.Operation.Id).ToHashSet(StringComparer.Ordinal);
        (TreeA, TreeB) = (Tree(a, drawn), Tree(b, drawn));
        var (inA, inB) = (SliceTree.Resolve(TreeA, State.Zoom), SliceTree.Resolve(TreeB, State.Zoom));
        Trail = inB.Length >= inA.Length ? inB : inA;
        Show = s_kinds.FirstOrDefault(k => k.Name == State.Own.FirstOrDefault(o => o.Key == "show").Value).Kind;
        Shown = [.. all.Where(d => d.Kind != DifferenceKind.Neither && InZoom(d.Operation))];
        Rows = Difference.TableOf(Shown.Where(d => Show is null || d.Kind == Show).Order(Difference.GreatestFirst), a.App, b.App);
        _cells = new() { ["difference"] = DifferenceCell, [Rows.Columns[5].Name] = RequestsCell, [Rows.Columns[6].Name] = RequestsCell };
    }

    Slice Tree(AppCoverage app, HashSet<string> drawn)
    {
        var endpoints = app.Coverage.Endpoints.Where(e => drawn.Contains(e.Operation.Id));
        return CoverageSlices.Of(app with { Coverage = app.Coverage with { Endpoints = [.. endpoints] } }, Meaning, withDeprecated: true);
    }

    bool InZoom(Operation operation) =>
        (State.Zoom.Length < 1 || State.Zoom[0] == operation.Level.Text())
        && (State.Zoom.Length < 2 || State.Zoom[1] == operation.Category)
        && (State.Zoom.Length < 3 || State.Zoom[2] == operation.Id);

    /// <summary>What became of endpoints, by what is compared.</summary>
    string NameOf(DifferenceKind? kind) => kind is { } k ? Difference.TextOf(k, AsTests) : "all";

    int TestsThat(string change) => Tests.Rows.Count(r => r[0] is string text && text == change);

    int Of(DifferenceKind kind) => Shown.Count(d => d.Kind == kind);

    string ShowLink(string name) => (State with
    {
        Own = [.. State.Own.Where(o => o.Key != "show"), .. name == "all" ? [] : ImmutableArray.Create(KeyValuePair.Create("show", name))],
    }).Link;
}
