using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;

namespace ApiSnoop.Cli.Options;

/// <summary>Whether a log is split into apps, and by what.</summary>
internal sealed class SplitOptions
{
    readonly Option<string?> _by = new("--split-by")
    {
        Description = "Make an app of each service-account, user-agent (its program, before the slash) or namespace, in one pass",
        HelpName = "KEY",
    };
    readonly Option<string[]> _only = new("--only")
    {
        Description = "Of these only: whole, a * glob or /regex/; a leading - leaves out (with --split-by)",
        HelpName = "PATTERN",
    };
    readonly Option<string?> _prefix = new("--prefix")
    {
        Description = "What to put before their names (with --split-by)",
        HelpName = "TEXT",
    };

    public SplitOptions() => _by.AcceptOnlyFromAmong([.. SplitTerms.Fields.Select(RecordingFilter.NameOf)]);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_by, _only, _prefix]) command.Add(option);
        command.Validators.Add(c =>
        {
            if (!IsGiven(c) && (c.GetValue(_only) is { Length: > 0 } || c.GetValue(_prefix) is not null))
                c.AddError("--only and --prefix go with --split-by.");
        });
    }

    /// <summary>Whether the log is to be split.</summary>
    public bool IsGiven(SymbolResult result) => result.GetValue(_by) is not null;

    /// <summary>By what, or null where the log is of one app.</summary>
    /// <exception cref="FormatException">A pattern cannot be understood.</exception>
    public SplitTerms? Terms(ParseResult result) => result.GetValue(_by) is not { } by ? null
        : new SplitTerms(SplitTerms.Fields.First(f => RecordingFilter.NameOf(f) == by))
        {
            Only = [.. (result.GetValue(_only) ?? []).Select(p => TextPattern.Parse(p, prose: false))],
            Prefix = result.GetValue(_prefix) ?? "",
        };
}
