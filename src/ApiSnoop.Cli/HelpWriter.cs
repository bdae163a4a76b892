using System.CommandLine;
using ApiSnoop.Cli.Commands;
using ApiSnoop.Cli.Options;

namespace ApiSnoop.Cli;

/// <summary>Writes the help of a command: what it does, how it is called, and examples.</summary>
/// <param name="output">Where to.</param>
/// <param name="width">The columns of the terminal, at which lines are wrapped.</param>
internal sealed class HelpWriter(TextWriter output, int width)
{
    const int Indent = 2, Between = 2, Narrowest = 20;

    /// <summary>What can be given, and what it is.</summary>
    public readonly record struct Row(string Name, string Description);

    public void Write(Command command)
    {
        WriteWrapped(command.Description ?? "", 0);
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"  {UsageOf(command)}");
        WriteSection("Arguments:", ArgumentsOf(command));
        WriteSection("Options:", OptionsOf(command, filters: false));
        WriteSection("Filters (a PATTERN may be repeated, and - before it negates):", OptionsOf(command, filters: true));
        WriteSection("Commands:", CommandsOf(command));
        if (command is not IWithExamples { Examples: var examples }) return;
        output.WriteLine();
        output.WriteLine(examples);
    }

    /// <summary>How it is called, such as <c>apisnoop load-audit LOG... APP [options]</c>.</summary>
    public static string UsageOf(Command command)
    {
        var line = PathOf(command) + ArgumentsIn(command);
        return line + (command.Subcommands.Count > 0 ? " COMMAND" : "") + " [options]";
    }

    static string PathOf(Command command)
    {
        foreach (var parent in command.Parents)
            if (parent is Command above)
                return $"{PathOf(above)} {command.Name}";
        return "apisnoop";
    }

    static string ArgumentsIn(Command command)
    {
        var names = "";
        foreach (var argument in command.Arguments)
        {
            // A name of several words says by itself what may be repeated.
            var name = argument.Arity.MaximumNumberOfValues > 1
                && !argument.Name.Contains(' ', StringComparison.Ordinal) ? argument.Name + "..." : argument.Name;
            names += argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}";
        }

        return names;
    }

    static List<Row> ArgumentsOf(Command command)
    {
        var rows = new List<Row>();
        foreach (var argument in command.Arguments) rows.Add(new(argument.Name, argument.Description ?? ""));
        return rows;
    }

    static List<Row> CommandsOf(Command command)
    {
        var rows = new List<Row>();
        foreach (var under in command.Subcommands) rows.Add(new(under.Name + ArgumentsIn(under), under.Description ?? ""));
        return rows;
    }

    static List<Row> OptionsOf(Command command, bool filters)
    {
        var rows = new List<Row>();
        AddOptions(command, filters, rows, inherited: false);
        return rows;
    }

    static void AddOptions(Command command, bool filters, List<Row> rows, bool inherited)
    {
        foreach (var option in command.Options)
            if (!option.Hidden && (option.Recursive || !inherited) && option is IFilterOption == filters)
                rows.Add(RowOf(option));
        foreach (var parent in command.Parents)
            if (parent is Command above)
                AddOptions(above, filters, rows, inherited: true);
    }

    /// <summary>Such as <c>-o, --output FORMAT</c>, with what it is when it is not given.</summary>
    public static Row RowOf(Option option)
    {
        var names = option.Name;
        foreach (var alias in option.Aliases)
            if (alias.StartsWith('-') && alias.Length == 2 && char.IsLetter(alias[1])) names = $"{alias}, {names}";
        if (option.HelpName is { } value) names += " " + value;
        var description = option.Description ?? "";
        if (option.Required) description += " [required]";
        else if (option.HelpName is not null && option.HasDefaultValue) description += $" [default: {option.GetDefaultValue()}]";
        return new(names, description);
    }

    void WriteSection(string heading, List<Row> rows)
    {
        if (rows.Count == 0) return;
        output.WriteLine();
        WriteWrapped(heading, 0);
        var longest = 0;
        foreach (var row in rows) longest = Math.Max(longest, row.Name.Length);
        var column = Math.Min(Indent + longest + Between, Math.Max(width / 2, Narrowest));
        foreach (var row in rows) WriteRow(row, column);
    }

    void WriteRow(Row row, int column)
    {
        output.Write(new string(' ', Indent));
        if (Indent + row.Name.Length + Between > column)
        {
            output.WriteLine(row.Name);
            output.Write(new string(' ', column));
        }
        else
        {
            output.Write(row.Name.PadRight(column - Indent));
        }

        WriteWrapped(row.Description, column);
    }

    void WriteWrapped(string text, int column)
    {
        var room = Math.Max(width - column, Narrowest);
        while (text.Length > room && text.LastIndexOf(' ', room) is > 0 and var end)
        {
            output.WriteLine(text[..end]);
            output.Write(new string(' ', column));
            text = text[(end + 1)..];
        }

        output.WriteLine(text);
    }
}
