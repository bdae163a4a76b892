namespace ApiSnoop.Cli.Manual;

/// <summary>Completion for bash, 3.2 of macOS and newer.</summary>
/// <param name="output">Where to.</param>
/// <param name="places">All commands.</param>
internal sealed class BashCompletion(TextWriter output, IReadOnlyList<CommandPlace> places)
{
    const string Head = """
        # Completion of apisnoop for bash. Made by: apisnoop help completion bash

        _apisnoop_add() {
          local found
          while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen "$@" -- "$current")
        }

        _apisnoop() {
          local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path='' words='' options='' what='' word
          COMPREPLY=()
          # --option=value comes as three words.
          if [[ $current == = ]]; then current=; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
          for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
            [[ $word == -- ]] && { _apisnoop_add -A command; _apisnoop_add -f; return; }
        """;
    const string Tail = """
          if [[ $current == -* && -n $options ]]; then _apisnoop_add -W "$options"; return; fi
          [[ -n $words ]] && _apisnoop_add -W "$words"
          [[ $what == *apps* ]] && _apisnoop_add -W "$(apisnoop apps --output csv 2>/dev/null | sed -n '2,$s/,.*//p')"
          [[ $what == *files* || $what == *folders* ]] && compopt -o filenames 2>/dev/null
          [[ $what == *files* ]] && _apisnoop_add -f
          [[ $what == *folders* ]] && _apisnoop_add -d
          return 0
        }

        complete -F _apisnoop apisnoop
        """;

    public void Write()
    {
        output.WriteLine(Head);
        output.WriteLine("    case $path/$word in");
        output.WriteLine($"      {string.Join(" | ", places.Where(p => p.Path.Length > 0).Select(p => p.Path))}) path+=/$word ;;");
        output.WriteLine("      */-*) ;;");
        output.WriteLine("      *) break ;;");
        output.WriteLine("    esac");
        output.WriteLine("  done");
        output.WriteLine("  case $path in");
        foreach (var place in places) Write(place);
        output.WriteLine("  esac");
        output.WriteLine(Tail);
    }

    void Write(CommandPlace place)
    {
        var arguments = PossibleValue.OfArguments(place.Command);
        var words = place.Commands.Select(c => c.Command.Name).Concat(arguments.Words);
        output.WriteLine($"    {(place.Path.Length == 0 ? "''" : place.Path)})");
        var options = string.Join(' ', place.Options.SelectMany(CommandPlace.NamesOf));
        output.WriteLine($"      {Offer([.. words], arguments)}options='{options}'");
        output.WriteLine("      case $before in");
        foreach (var alike in place.Options.GroupBy(o => PossibleValue.Of(o) is { } value ? Offer(value.Words, value) : ""))
            if (alike.Key.Length > 0)
                output.WriteLine($"        {string.Join(" | ", alike.SelectMany(CommandPlace.NamesOf))}) {alike.Key}options='' ;;");
        output.WriteLine("      esac");
        output.WriteLine("      ;;");
    }

    static string Offer(IReadOnlyList<string> words, PossibleValue value)
    {
        var what = (value.Files ? "files " : "") + (value.Folders ? "folders " : "") + (value.Apps ? "apps" : "");
        return $"words='{string.Join(' ', words)}' what='{what.Trim()}' ";
    }
}
