namespace ApiSnoop.Reports.Tables;

/// <summary>How a table is written.</summary>
public enum TableFormat
{
    /// <summary>Comma-separated with CRLF line ends (RFC 4180), cells that a spreadsheet would run as a formula defused.</summary>
    Csv,

    /// <summary>An array of objects, one a row.</summary>
    Json,

    /// <summary>A Markdown table.</summary>
    Markdown,

    /// <summary>Columns lined up for reading, those that matter.</summary>
    Table,

    /// <summary>All columns lined up for reading.</summary>
    Wide,

    /// <summary>A YAML list of maps, one a row.</summary>
    Yaml,
}
