using System.CommandLine;

namespace ApiSnoop.Cli.Manual;

/// <summary>Completion for fish.</summary>
/// <param name="output">Where to.</param>
/// <param name="places">All commands.</param>
internal sealed class FishCompletion(TextWriter output, IReadOnlyList<CommandPlace> places)
{
    public void Write()
    {
        var paths = string.Join(' ', places.Where(p => p.Path.Length > 0).Select(p => p.Path));
        output.WriteLine($$"""
            # Completion of apisnoop for fish. Made by: apisnoop help completion fish

            function __apisnoop_at
                set -l path ''
                for word in (commandline -opc)[2..-1]
                    switch "$path/$word"
                        case {{paths}}
                            set path "$path/$word"
                        case '*/-*'
                            continue
                        case '*'
                            break
                    end
                end
                test "$path" = "$argv[1]"
            end

            function __apisnoop_apps
                apisnoop apps --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
            end

            complete -c apisnoop -f
            """);
        foreach (var place in places) Write(place);
    }

    void Write(CommandPlace place)
    {
        var start = $"complete -c apisnoop -n '__apisnoop_at \"{place.Path}\"'";
        foreach (var under in place.Commands) output.WriteLine($"{start} -a {under.Command.Name} -d {Quoted(under.Command.Description)}");
        var arguments = Offer(PossibleValue.OfArguments(place.Command), "");
        if (arguments.Length > 0) output.WriteLine(start + arguments);
        foreach (var option in place.Options) output.WriteLine($"{start}{Names(option)}{Value(option)} -d {Quoted(option.Description)}");
    }

    static string Names(Option option) =>
        string.Concat(CommandPlace.NamesOf(option).Select(n => (n.Length > 2 ? " -l " : " -s ") + n.TrimStart('-')));

    static string Value(Option option) => PossibleValue.Of(option) is { } value ? Offer(value, " -x") : "";

    static string Offer(PossibleValue value, string start)
    {
        // Where -x is not said, files are offered besides what -a names.
        if (value.Files) start = start.Length > 0 ? " -r -F" : " -F";
        string[] choices = [.. value.Words, .. value.Apps ? ["(__apisnoop_apps)"] : Array.Empty<string>(),
            .. value.Folders ? ["(__fish_complete_directories)"] : Array.Empty<string>()];
        return choices.Length == 0 ? start : $"{start} -a {Quoted(string.Join(' ', choices))}";
    }

    static string Quoted(string? text) =>
        "'" + (text ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
