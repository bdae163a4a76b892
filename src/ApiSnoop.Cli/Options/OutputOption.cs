using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Options;

/// <summary>How a table is written, and where to: the same two options on every command that prints one.</summary>
internal sealed class OutputOption
{
    static readonly (string Name, TableFormat Format)[] s_formats =
    [
        ("csv", TableFormat.Csv), ("json", TableFormat.Json), ("markdown", TableFormat.Markdown), ("table", TableFormat.Table),
        ("wide", TableFormat.Wide), ("yaml", TableFormat.Yaml),
    ];

    readonly Option<string> _output;
    readonly Option<string?> _out = new("--out")
    {
        Description = "The file to write it to [default: standard output]",
        HelpName = "FILE",
    };

    /// <summary>Makes the options.</summary>
    /// <param name="default">The format without a word about it.</param>
    /// <param name="oldName">What the option was called before; it keeps working and is told no more.</param>
    public OutputOption(string @default = "table", string? oldName = null)
    {
        _output = new Option<string>("--output", oldName is null ? ["-o"] : ["-o", oldName])
        {
            Description = "How to write the table; wide has columns that table leaves out",
            DefaultValueFactory = _ => @default,
            HelpName = string.Join('|', s_formats.Select(f => f.Name)),
        };
        _output.AcceptOnlyFromAmong([.. s_formats.Select(f => f.Name)]);
    }

    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_out);
    }

    /// <summary>Whether the user asked for a format.</summary>
    public bool IsGiven(ParseResult result) => result.GetResult(_output) is { Implicit: false };

    /// <summary>The format.</summary>
    public TableFormat Format(ParseResult result) => s_formats.First(f => f.Name == result.GetRequiredValue(_output)).Format;

    /// <summary>The file that was named, or null for standard output.</summary>
    public string? File(ParseResult result) => result.GetValue(_out) is { } file and not "-" ? file : null;

    /// <summary>Whether a file, or standard output by its dash, was named.</summary>
    public bool NamesFile(ParseResult result) => result.GetValue(_out) is not null;

    /// <inheritdoc cref="NamesFile(ParseResult)"/>
    public bool NamesFile(SymbolResult result) => result.GetValue(_out) is not null;

    /// <summary>Writes something else than a table where the user wants it.</summary>
    public void Write(ParseResult result, Action<TextWriter> write)
    {
        if (File(result) is { } file) OutputFile.Write(file, write);
        else write(result.InvocationConfiguration.Output);
    }

    /// <summary>Writes a table where the user wants it, as the user wants it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="table">The table.</param>
    /// <param name="file">The file to write; null for standard output.</param>
    public void Print(ParseResult result, Table table, string? file)
    {
        var format = Format(result);
        if (file is null) TableWriter.Write(table, format, result.InvocationConfiguration.Output);
        else OutputFile.Write(file, to => TableWriter.Write(table, format, to));
    }

    /// <inheritdoc cref="Print(ParseResult, Table, string?)"/>
    public void Print(ParseResult result, Table table) => Print(result, table, File(result));
}
