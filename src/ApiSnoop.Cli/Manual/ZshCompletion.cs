using System.CommandLine;

namespace ApiSnoop.Cli.Manual;

/// <summary>Completion for zsh.</summary>
/// <param name="output">Where to.</param>
/// <param name="places">All commands.</param>
internal sealed class ZshCompletion(TextWriter output, IReadOnlyList<CommandPlace> places)
{
    const string Head = """
        #compdef apisnoop
        # Completion of apisnoop for zsh. Made by: apisnoop help completion zsh

        _apisnoop_apps() {
          local -a apps
          apps=(${(f)"$(apisnoop apps --output csv 2>/dev/null | sed -n '2,$s/,.*//p')"})
          compadd -a apps
        }
        """;

    public void Write()
    {
        output.WriteLine(Head);
        foreach (var place in places) Write(place);
        output.WriteLine();
        // The file is the function when zsh loads it by its name, and defines one when it is sourced.
        output.WriteLine("if [[ $funcstack[1] == _apisnoop ]]; then _apisnoop \"$@\"; else compdef _apisnoop apisnoop; fi");
    }

    void Write(CommandPlace place)
    {
        output.WriteLine();
        output.WriteLine($"{Function(place)}() {{");
        output.WriteLine("  local state line ret=1");
        output.WriteLine("  local -A opt_args");
        output.WriteLine("  _arguments -C \\");
        foreach (var option in place.Options) output.WriteLine($"    {Of(option)} \\");
        var under = place.Commands.ToList();
        if (under.Count > 0) output.WriteLine("    '1: :->command' '*:: :->under' && ret=0");
        else output.WriteLine($"    {ArgumentsOf(place.Command)} && ret=0");
        if (under.Count > 0) WriteUnder(under);
        output.WriteLine("  return ret");
        output.WriteLine("}");
    }

    void WriteUnder(List<CommandPlace> under)
    {
        output.WriteLine("  case $state in");
        output.WriteLine("    command)");
        output.WriteLine("      local -a commands=(");
        foreach (var place in under) output.WriteLine($"        {Quoted($"{place.Command.Name}:{place.Command.Description}")}");
        output.WriteLine("      )");
        output.WriteLine("      _describe command commands && ret=0 ;;");
        output.WriteLine("    under)");
        output.WriteLine("      case $words[1] in");
        foreach (var place in under) output.WriteLine($"        {place.Command.Name}) {Function(place)} && ret=0 ;;");
        output.WriteLine("      esac ;;");
        output.WriteLine("  esac");
    }

    static string Function(CommandPlace place) =>
        "_apisnoop" + place.Path.Replace("/", "__", StringComparison.Ordinal).Replace('-', '_');

    static string Of(Option option)
    {
        var value = PossibleValue.Of(option);
        var names = CommandPlace.NamesOf(option);
        var often = option.Arity.MaximumNumberOfValues > 1;
        var said = $"[{Escaped(option.Description ?? "")}]" + (value is null ? "" : $":{Escaped(option.HelpName!)}:{Action(value)}");
        return string.Join(' ', names.Select(n =>
        {
            var apart = often ? "*" : names.Count > 1 ? $"({string.Join(' ', names)})" : "";
            var joined = value is not null && n.StartsWith("--", StringComparison.Ordinal) ? "=" : "";
            return Quoted($"{apart}{n}{joined}{said}");
        }));
    }

    static string ArgumentsOf(Command command)
    {
        if (command.Arguments.Count == 0) return "'*: : '";
        return Quoted($"*:{Escaped(string.Join(' ', command.Arguments.Select(a => a.Name)))}:{Action(PossibleValue.OfArguments(command))}");
    }

    static string Action(PossibleValue value)
    {
        var choices = new List<string>();
        if (!value.Words.IsEmpty) choices.Add($"({string.Join(' ', value.Words)})");
        if (value.Apps) choices.Add("_apisnoop_apps");
        if (value.Files) choices.Add("_files");
        else if (value.Folders) choices.Add("_files -/");
        return choices.Count switch
        {
            0 => " ",
            1 => choices[0],
            _ => "_alternative " + string.Join(' ', choices.Select((c, i) => $"\"{i}\\:choice\\:{c}\"")),
        };
    }

    static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);

    static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
