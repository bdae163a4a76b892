using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Web.Components.Tables;

/// <summary>A cell of a table as its template sees it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Row">The whole row, so that a cell can link with the value of another.</param>
/// <param name="Column">The index of the cell's column.</param>
public sealed record TableCell(Table Table, IReadOnlyList<object?> Row, int Column)
{
    /// <summary>The value.</summary>
    public object? Value => Row[Column];

    /// <summary>The value as text.</summary>
    public string Text => TableWriter.Text(Value);

    /// <summary>The name of the cell's column.</summary>
    public string Name => Table.Columns[Column].Name;

    /// <summary>The text of another column of the same row; empty where the table has no such column.</summary>
    public string this[string column]
    {
        get
        {
            for (var i = 0; i < Table.Columns.Length; i++)
                if (Table.Columns[i].Name == column)
                    return TableWriter.Text(Row[i]);
            return "";
        }
    }
}
