using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using ApiSnoop.Catalog;

namespace ApiSnoop.Cli.Manual;

/// <summary>What a shell may offer for an argument or for the value of an option.</summary>
/// <param name="Words">Words to choose from.</param>
/// <param name="Files">Whether it may be a file.</param>
/// <param name="Folders">Whether it may be a folder.</param>
/// <param name="Apps">Whether it may be the name of a recording in the store.</param>
internal sealed record PossibleValue(ImmutableArray<string> Words, bool Files = false, bool Folders = false, bool Apps = false)
{
    /// <summary>Whether there is nothing to offer: a time, a pattern, a number.</summary>
    public bool IsFree => Words.IsEmpty && !Files && !Folders && !Apps;

    /// <summary>Of an option; null where it takes no value.</summary>
    public static PossibleValue? Of(Option option) =>
        option.HelpName is { } name ? Of(name, option.GetCompletions(CompletionContext.Empty)) : null;

    /// <summary>Of an argument.</summary>
    public static PossibleValue Of(Argument argument) =>
        Of(argument.HelpName ?? argument.Name, argument.GetCompletions(CompletionContext.Empty));

    /// <summary>Of all arguments of a command: a shell cannot know which of them is being typed.</summary>
    public static PossibleValue OfArguments(Command command)
    {
        var all = command.Arguments.Select(Of).ToList();
        return new([.. all.SelectMany(v => v.Words).Distinct()], all.Any(v => v.Files), all.Any(v => v.Folders), all.Any(v => v.Apps));
    }

    /// <summary>By the words that it must be of, else by the name that help has for it.</summary>
    static PossibleValue Of(string name, IEnumerable<CompletionItem> known)
    {
        var words = known.Select(k => k.Label).ToImmutableArray();
        if (!words.IsEmpty) return new(words);
        var names = name.Split('|', ' ');
        if (names.Length > 1 && names.All(n => n.All(char.IsAsciiLetterLower))) return new([.. names]);
        return new(
            names.Any(n => n is "RELEASE" or "FROM" or "TO") ? Releases() : [],
            Files: names.Any(IsFile),
            Folders: names.Any(n => n is "DIR" or "PLACE" or "STORE"),
            Apps: names.Any(n => n is "APP" or "RECORDING" or "A" or "B"));
    }

    /// <summary>Such as <c>FILE</c>, <c>LOG...</c> or <c>KEY.pem</c>.</summary>
    static bool IsFile(string name) =>
        name is "FILE" or "LOG" or "JUNIT" or "OUT" or "KEY" || name.Contains('.', StringComparison.Ordinal);

    static ImmutableArray<string> Releases() => [.. KubernetesCatalog.Shipped.Versions.Select(v => v.ToString())];
}
