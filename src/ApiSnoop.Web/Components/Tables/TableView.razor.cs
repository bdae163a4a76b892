using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Reports.Tables;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Tables;

/// <summary>
/// A table as a page shows it: sorted by its header's links, cut to a number of rows that a browser likes, with links to the
/// same rows as CSV, JSON and Markdown. All state is in the URL: <c>sort</c>, <c>dir</c>, <c>rows</c>, <c>format</c>. It is a
/// region of its own, so that on a page with a chart a sorted table comes without the page being loaded anew.
/// </summary>
public sealed partial class TableView
{
    /// <summary>Beyond this a page would be no page any more.</summary>
    const int MostRows = 5_000;

    ImmutableArray<Column> _columns = [];
    ImmutableArray<(Column Column, int Index)> _indexes = [];
    ImmutableArray<ImmutableArray<object?>> _rows = [];
    TableOrder _order = new(null, false);
    PageAddress? _address;
    string _count = "";
    bool _handedOver;

    [CascadingParameter]
    HttpContext? Http { get; set; }

    /// <summary>What to show. Whether it is sorted is for the page to say in <see cref="Sorted"/>.</summary>
    [Parameter, EditorRequired]
    public required Table Table { get; set; }

    /// <summary>Tells several tables of a page apart in the URL; empty for the page's first or only one.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>What the table tells, for those who cannot see the page around it.</summary>
    [Parameter]
    public string Caption { get; set; } = "";

    /// <summary>How the count of rows is said: <c>endpoint</c> or <c>endpoints</c>.</summary>
    [Parameter]
    public (string One, string Many) Noun { get; set; } = ("row", "rows");

    /// <summary>What to show instead of a table without rows.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Templates by the column's name, for those that <see cref="CellView"/> does not show well enough.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, RenderFragment<TableCell>> Cells { get; set; } =
        ImmutableDictionary<string, RenderFragment<TableCell>>.Empty;

    /// <summary>Columns that are not shown but are what links of the row lead to; files have them.</summary>
    [Parameter]
    public IReadOnlyCollection<string> Hidden { get; set; } = [];

    /// <summary>The column that the page has sorted the table by, and whether the greatest comes first.</summary>
    [Parameter]
    public (string Column, bool Descending)? Sorted { get; set; }

    /// <summary>How many rows to show at first.</summary>
    [Parameter]
    public int PageSize { get; set; } = 200;

    /// <summary>Whether the table is too wide for most windows and scrolls sideways instead.</summary>
    [Parameter]
    public bool Wide { get; set; }

    Table Shown { get; set; } = new([], []);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _address = Http is null ? PageAddress.To("") : PageAddress.Of(Http.Request);
        _order = new TableOrder(_address.Find(Name("sort")), _address.Find(Name("dir")) == "desc");
        Shown = _order.Apply(Table);
        if (HandOver()) return;
        _indexes = [.. Shown.Columns.Select((c, i) => (c, i)).Where(c => !Hidden.Contains(c.c.Name))];
        _columns = [.. _indexes.Select(i => i.Column)];
        _rows = Shown.Rows[..Math.Min(Shown.Rows.Length, RowLimit())];
        _count = CountOf();
    }

    /// <summary>Where the table itself is asked for, the page need not draw it.</summary>
    bool HandOver()
    {
        if (PageTables.WantedBy(Http) is not { } wanted) return false;
        if (wanted.Id == Id || (wanted.Id.Length == 0 && wanted.Table is null)) wanted.Table = Shown;
        return _handedOver = true;
    }

    int RowLimit() => _address?.Find(Name("rows")) switch
    {
        null => PageSize,
        "all" => MostRows,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) => Math.Clamp(rows, 1, MostRows),
        _ => PageSize,
    };

    string CountOf()
    {
        var total = Shown.Rows.Length;
        var noun = total == 1 ? Noun.One : Noun.Many;
        return _rows.Length < total ? $"{total:N0} {noun}, the first {_rows.Length:N0} shown" : $"{total:N0} {noun}";
    }

    string Name(string parameter) => Id.Length == 0 ? parameter : $"{parameter}.{Id}";

    string FormatLink(string format) =>
        _address!.FromTheTop().With(PageTables.Chosen, Id.Length == 0 ? null : Id).With(PageTables.Format, format).ToString();

    string RowsLink(int? rows) =>
        _address!.With(Name("rows"), rows is { } number ? number.ToString(CultureInfo.InvariantCulture) : "all").ToString() + Anchor();

    string SortLink(Column column)
    {
        var descending = SortState(column) switch { "ascending" => true, "descending" => false, _ => column.IsNumeric };
        return _address!.FromTheTop().With(Name("sort"), column.Name).With(Name("dir"), descending ? "desc" : null).ToString() + Anchor();
    }

    string Anchor() => Id.Length == 0 ? "" : "#" + Element;

    string Element => Id.Length == 0 ? "table" : "table-" + Id;

    string? SortState(Column column)
    {
        if (_order.Column is { } chosen) return chosen == column.Name ? Words(_order.Descending) : null;
        return Sorted is { } sorted && sorted.Column == column.Name ? Words(sorted.Descending) : null;

        static string Words(bool descending) => descending ? "descending" : "ascending";
    }

    string Label => Caption.Length > 0 ? Caption : Noun.Many;

    static string Heading(string name) => name.Length == 0 ? "" : SafeText.Cut(SafeText.Of(char.ToUpperInvariant(name[0]) + name[1..]), 40);

    static string? ClassOf(Column column) => column switch
    {
        { IsNumeric: true } => "num",
        { Name: "path" or "operation id" or "method + url" or "URI" or "a URI" } => "path",
        { Name: "user agent" or "a user agent" or "user" or "program" or "test" } => "prose",
        { Name: "what" or "most of all" or "how the release was found" } => "prose",
        { Name: "reason" or "level" or "method" or "release" or "category" or "app" or "verb" } => "nowrap",
        { Name: "state" or "health" or "from" or "to" or "loaded" or "first seen" or "last seen" } => "nowrap",
        { Name: "KAPIC" } => "kapic",
        { Name: "load it" } => "command",
        _ => null,
    };
}
