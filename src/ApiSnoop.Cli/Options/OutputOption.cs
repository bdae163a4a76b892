using System.CommandLine;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Options;

/// <summary>How a table is printed.</summary>
internal sealed class OutputOption
{
    readonly Option<string> _output;

    public OutputOption(string name = "--output", string @default = "table")
    {
        _output = new Option<string>(name, name == "--output" ? ["-o"] : [])
        {
            Description = "How to write the table",
            DefaultValueFactory = _ => @default,
            HelpName = "csv|json|markdown|table",
        };
        _output.AcceptOnlyFromAmong("csv", "json", "markdown", "table");
    }

    public void AddTo(Command command) => command.Add(_output);

    /// <summary>Whether the user asked for a format.</summary>
    public bool IsGiven(ParseResult result) => result.GetResult(_output) is { Implicit: false };

    public TableFormat Format(ParseResult result) => result.GetValue(_output) switch
    {
        "csv" => TableFormat.Csv,
        "json" => TableFormat.Json,
        "markdown" => TableFormat.Markdown,
        _ => TableFormat.Table,
    };

    public void Print(ParseResult result, Table table) =>
        TableWriter.Write(table, Format(result), result.InvocationConfiguration.Output);
}
