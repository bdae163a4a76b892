using ApiSnoop.Catalog;
using CsvHelper;


namespace ApiSnoop.Reports.Usage;

/// <summary>The conformance spreadsheet as exported to CSV: what people noted of each endpoint.</summary>
public sealed class CoverageSheet
{
    readonly Dictionary<(string Method, string Url), SheetRow> _rows = [];

    /// <summary>A sheet without rows.</summary>
    public static CoverageSheet Empty { get; } = new();

    /// <summary>The rows, sorted by URL and method.</summary>
    public IEnumerable<SheetRow> Rows =>
        _rows.Values.OrderBy(r => r.Url, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal);

    /// <summary>The note of an operation, or null.</summary>
    public SheetRow? Find(Operation operation) => _rows.GetValueOrDefault(Key(operation.Method.Text(), operation.Path));

    /// <summary>
    /// Reads a sheet: columns METHOD, URL, Conformance?, Open questions, Test file, in any order, with others passed over.
    /// </summary>
    /// <param name="text">The CSV.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="FormatException">A needed column is missing, or the text is no CSV; the message says what.</exception>
    public static CoverageSheet Read(TextReader text, string name)
    {
        var sheet = new CoverageSheet();
        try
        {
            using var csv =
                CsvReader.Create(text, new CsvReaderOptions { TrackLineNumbers = true, SkipEmptyLines = true }, leaveOpen: true);
            csv.ReadHeader();
            int method = Needed(csv, name, "METHOD"), url = Needed(csv, name, "URL");
            int conforms = Wanted(csv, "Conformance?"), questions = Wanted(csv, "Open questions"), testFile = Wanted(csv, "Test file");
            while (csv.Read())
            {
                sheet.Add(new SheetRow(
                    Cell(csv, method).ToLowerInvariant(), Cell(csv, url), Cell(csv, conforms), Cell(csv, questions), Cell(csv, testFile)));
            }

            return sheet;
        }
        catch (CsvFormatException e)
        {
            throw new FormatException($"{name} cannot be read as CSV near line {e.LineNumber}: {e.Message}", e);
        }
    }

    /// <summary>A sheet of rows.</summary>
    public static CoverageSheet Of(IEnumerable<SheetRow> rows)
    {
        var sheet = new CoverageSheet();
        foreach (var row in rows) sheet.Add(row);
        return sheet;
    }

    /// <summary>A sheet of this one's rows overlaid by another's: a blank cell leaves what was there.</summary>
    public CoverageSheet OverlaidBy(CoverageSheet newer) => Of(_rows.Values.Concat(newer._rows.Values));

    void Add(SheetRow row)
    {
        if (row.Url.Length == 0) return;
        var key = Key(row.Method, row.Url);
        _rows[key] = _rows.TryGetValue(key, out var old) ? old.OverlaidBy(row) : row;
    }

    static string Cell(CsvReader csv, int column) => column >= 0 && column < csv.FieldCount ? csv.GetString(column).Trim() : "";

    static int Wanted(CsvReader csv, string column) => csv.TryGetFieldIndex(column, out var index) ? index : -1;

    static int Needed(CsvReader csv, string name, string column) =>
        Wanted(csv, column) is >= 0 and var index ? index : throw new FormatException($"{name} has no column {column}.");

    /// <summary>A trailing slash means nothing, here as in matching.</summary>
    static (string, string) Key(string method, string url) => (method.ToLowerInvariant(), url.TrimEnd('/'));
}

/// <summary>One row of the conformance spreadsheet.</summary>
/// <param name="Method">The method in lower case.</param>
/// <param name="Url">The path template.</param>
/// <param name="Conforms">What the sheet says under <c>Conformance?</c>.</param>
/// <param name="Questions">What it says under <c>Open questions</c>.</param>
/// <param name="TestFile">What it says under <c>Test file</c>.</param>
public sealed record SheetRow(string Method, string Url, string Conforms, string Questions, string TestFile)
{
    /// <summary>This row with the other's cells where they are not blank.</summary>
    public SheetRow OverlaidBy(SheetRow newer) => this with
    {
        Conforms = newer.Conforms.Length > 0 ? newer.Conforms : Conforms,
        Questions = newer.Questions.Length > 0 ? newer.Questions : Questions,
        TestFile = newer.TestFile.Length > 0 ? newer.TestFile : TestFile,
    };
}
