using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Catalog;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary>A release as the user writes it.</summary>
internal static class ReleaseArgument
{
    /// <summary>Makes what is no release a mistake of the command line.</summary>
    public static void CheckIn(Option option) => option.Validators.Add(Check);

    /// <summary>Makes what is no release a mistake of the command line.</summary>
    public static void CheckIn(Argument argument) => argument.Validators.Add(Check);

    /// <summary>The release; null for none.</summary>
    public static ReleaseVersion? Parse(string? text) => ReleaseVersion.TryParse(text, out var version) ? version : null;

    static void Check(SymbolResult result)
    {
        foreach (var given in result.Tokens)
            if (Parse(given.Value) is null) result.AddError($"'{given.Value}' is no release: write 1.36.");
    }
}
