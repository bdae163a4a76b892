using System.CommandLine;

namespace ApiSnoop.Cli.Manual;

/// <summary>A command, and the words that lead to it.</summary>
/// <param name="Path">Such as <c>/catalog/show</c>; empty for <c>apisnoop</c> itself.</param>
/// <param name="Command">The command.</param>
internal sealed record CommandPlace(string Path, Command Command)
{
    /// <summary>A command and all under it, each before those under it.</summary>
    public static IEnumerable<CommandPlace> All(Command root) => Under(new("", root));

    /// <summary>Such as <c>catalog show</c>.</summary>
    public string Words => Path.TrimStart('/').Replace('/', ' ');

    /// <summary>The commands right under it, as help lists them.</summary>
    public IEnumerable<CommandPlace> Commands =>
        Command.Subcommands.Where(c => !c.Hidden).Select(c => new CommandPlace($"{Path}/{c.Name}", c));

    /// <summary>The options that help lists, <c>--help</c> among them.</summary>
    public IEnumerable<Option> Options => Command.Options.Concat(FromAbove(Command)).Where(o => !o.Hidden);

    /// <summary>The names that an option is called by: its short one and its long one, but no old ones.</summary>
    public static IReadOnlyList<string> NamesOf(Option option) =>
        [.. option.Aliases.Where(a => a.Length == 2 && a[0] == '-' && char.IsLetter(a[1])), option.Name];

    static IEnumerable<Option> FromAbove(Command command) =>
        command.Parents.OfType<Command>().SelectMany(c => c.Options.Where(o => o.Recursive).Concat(FromAbove(c)));

    static IEnumerable<CommandPlace> Under(CommandPlace place) => place.Commands.SelectMany(Under).Prepend(place);
}
