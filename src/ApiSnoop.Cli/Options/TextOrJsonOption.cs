using System.CommandLine;

namespace ApiSnoop.Cli.Options;

/// <summary>For people, or for scripts: <c>--output</c> of commands whose answer is no table.</summary>
internal sealed class TextOrJsonOption : Option<string>
{
    /// <param name="description">What is written so.</param>
    public TextOrJsonOption(string description)
        : base("--output", "-o")
    {
        Description = description;
        DefaultValueFactory = _ => "text";
        HelpName = "text|json";
        this.AcceptOnlyFromAmong("text", "json");
    }

    /// <summary>Whether it is for a script.</summary>
    public bool IsJson(ParseResult result) => result.GetValue(this) == "json";
}
