namespace ApiSnoop.Tests.CommandLine;

/// <summary>The indented blocks of a Markdown text: commands alone, or commands behind a <c>$</c> with what they print.</summary>
sealed class ReadmeBlocks
{
    readonly List<(string Command, List<string> Shown)> _console = [];
    readonly List<string> _commands = [];

    public ReadmeBlocks(IReadOnlyList<string> text)
    {
        Text = text;
        var block = new List<string>();
        foreach (var line in text.Append(""))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal)) block.Add(line[4..]);
            else if (block.Count > 0) Read(block);
        }
    }

    /// <summary>All lines.</summary>
    public IReadOnlyList<string> Text { get; }

    /// <summary>Commands with the lines that are shown under them.</summary>
    public IReadOnlyList<(string Command, List<string> Shown)> Console => _console;

    /// <summary>The commands of blocks that show no output.</summary>
    public IReadOnlyList<string> Commands => _commands;

    void Read(List<string> block)
    {
        if (!block[0].StartsWith("$ ", StringComparison.Ordinal))
        {
            _commands.AddRange(block);
        }
        else
        {
            foreach (var line in block)
            {
                if (line.StartsWith("$ ", StringComparison.Ordinal)) _console.Add((line[2..], []));
                // A quotation that is open goes on.
                else if (_console[^1].Command.Count(c => c == '"') % 2 == 1) _console[^1] = (_console[^1].Command + "\n" + line, []);
                else _console[^1].Shown.Add(line);
            }
        }

        block.Clear();
    }
}
