using System.CommandLine;
using ApiSnoop.Cli.Commands;

namespace ApiSnoop.Cli.Manual;

/// <summary>
/// The manual page <c>apisnoop(1)</c>: every command with its options and examples, as roff with the macros of <c>man(7)</c>.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="places">All commands.</param>
internal sealed class ManualPage(TextWriter output, IReadOnlyList<CommandPlace> places)
{
    public void Write()
    {
        var root = places[0];
        output.WriteLine(".\\\" Made by: apisnoop help man");
        output.WriteLine($".TH APISNOOP 1 \"\" \"apisnoop {ToolVersion.Text}\" \"User Commands\"");
        Section("NAME");
        output.WriteLine("apisnoop \\- snoop on the Kubernetes API");
        Section("SYNOPSIS");
        output.WriteLine("\\fBapisnoop\\fR \\fICOMMAND\\fR [\\fIoptions\\fR]");
        Section("DESCRIPTION");
        Text(root.Command.Description);
        output.WriteLine(".PP");
        Text("It reads the audit log that an API server writes, and matches every request to an operation of the Kubernetes OpenAPI.");
        Section("OPTIONS");
        WriteOptions(root);
        Section("COMMANDS");
        foreach (var place in places.Skip(1)) Write(place);
        Section("EXIT STATUS");
        foreach (var line in ExitCode.Lines) Entry(line[..line.IndexOf(' ', StringComparison.Ordinal)], line[4..].Trim());
        output.WriteLine(".PP");
        Text(ExitCode.Exception);
        Section("ENVIRONMENT");
        Entry("APISNOOP_STORE", "The folder of the recordings.");
        Section("FILES");
        Entry("$XDG_DATA_HOME/apisnoop, else ~/.local/share/apisnoop", "The recordings, where APISNOOP_STORE names no other folder.");
        Section("EXAMPLES");
        Examples(root.Command);
    }

    void Write(CommandPlace place)
    {
        output.WriteLine($".SS \"{Escaped($"apisnoop {place.Words}")}\"");
        Text(place.Command.Description);
        output.WriteLine(".PP");
        Text("Usage: " + HelpWriter.UsageOf(place.Command));
        foreach (var argument in place.Command.Arguments) Entry(argument.Name, argument.Description);
        WriteOptions(place);
        if (place.Command is not IWithExamples) return;
        output.WriteLine(".PP");
        Examples(place.Command);
    }

    void WriteOptions(CommandPlace place)
    {
        foreach (var row in place.Options.Select(HelpWriter.RowOf)) Entry(row.Name, row.Description);
    }

    void Section(string name) => output.WriteLine($".SH {name}");

    void Entry(string name, string? description)
    {
        output.WriteLine(".TP");
        output.WriteLine($".B \"{Escaped(name).Replace("\"", "\\(dq", StringComparison.Ordinal)}\"");
        Text(description);
    }

    void Examples(Command command)
    {
        output.WriteLine(".nf");
        foreach (var line in ((IWithExamples)command).Examples.Split('\n')) output.WriteLine(line.Length == 0 ? ".sp" : Line(line));
        output.WriteLine(".fi");
    }

    void Text(string? text) => output.WriteLine(Line(text ?? ""));

    /// <summary>A dot or a quote at the start of a line would be a request.</summary>
    static string Line(string text) => (text.StartsWith('.') || text.StartsWith('\'') ? "\\&" : "") + Escaped(text);

    static string Escaped(string text) => text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
}
