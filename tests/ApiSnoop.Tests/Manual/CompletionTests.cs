using System.CommandLine;
using ApiSnoop.Cli.Commands;
using ApiSnoop.Cli.Manual;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.Manual;

/// <summary>What shells offer, asked of the shells themselves with the scripts that the command prints.</summary>
public sealed class CompletionTests(CompletionTests.Typist typist) : IClassFixture<CompletionTests.Typist>
{
    public static TheoryData<string, string[], string[]> Lines => new()
    {
        { "apisnoop lo", ["load-audit", "load-coverage"], ["demo", "audit.log"] },
        { "apisnoop catalog ", ["list", "show", "diff", "import"], ["demo"] },
        { "apisnoop load-audit --dry", ["--dry-run"], ["--store", "--oidc"] },
        { "apisnoop load-audit ", ["audit.log", "demo-app"], ["sunburst"] },
        { "apisnoop certify --output ", ["sarif", "junit", "wide"], ["audit.log", "demo-app"] },
        { "apisnoop certify ", ["demo-app"], ["audit.log"] },
        { "apisnoop report --store ", ["store/"], ["audit.log"] },
        { "apisnoop export-data po", ["popularity"], ["untested"] },
        { "apisnoop catalog show 1.3", ["1.30", "1.36"], ["1.20"] },
        { "apisnoop help comp", ["completion"], ["demo"] },
        { "apisnoop certificate verify --timestamp-authority ", ["audit.log"], ["demo-app"] },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash_offers_what_may_come_next(string typed, string[] offered, string[] others) =>
        Check(typist.InBash(typed), offered, others);

    [Fact]
    public void Bash_takes_a_value_after_an_equals_sign_for_what_it_is() =>
        typist.InBash("apisnoop certify --output =j").ShouldBe(["json", "junit"], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Fish_offers_what_may_come_next(string typed, string[] offered, string[] others) =>
        Check(typist.InFish(typed), offered, others);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Zsh_offers_what_may_come_next(string typed, string[] offered, string[] others) =>
        Check(typist.InZsh(typed), offered, others);

    [Fact]
    public void Every_command_and_option_of_the_help_is_in_each_script()
    {
        foreach (var place in CommandPlace.All(new ApisnoopCommand(named: null)))
        {
            typist.Bash.ShouldContain($"    {(place.Path.Length == 0 ? "''" : place.Path)})\n");
            typist.Fish.ShouldContain($"'__apisnoop_at \"{place.Path}\"'");
            foreach (var option in place.Options)
            {
                typist.Bash.ShouldContain(option.Name);
                typist.Fish.ShouldContain($" -l {option.Name[2..]} ");
                typist.Zsh.ShouldContain(option.Name);
            }
        }
    }

    [Fact]
    public void For_another_shell_those_that_there_are_are_named()
    {
        using var apisnoop = new Apisnoop();

        var run = apisnoop.Run("help", "completion", "tcsh");

        run.Code.ShouldBe(2);
        run.Error.ShouldBe("apisnoop: There is completion for bash, fish, zsh: apisnoop help completion bash\n");
    }

    static void Check(string[] answer, string[] offered, string[] others)
    {
        answer.ShouldNotBeEmpty();
        foreach (var word in offered) answer.ShouldContain(word);
        foreach (var word in others) answer.ShouldNotContain(word);
    }

    /// <summary>A folder with a log and a recording, in which somebody types.</summary>
    public sealed class Typist : IDisposable
    {
        readonly Apisnoop _apisnoop = new();

        public Typist()
        {
            if (OperatingSystem.IsWindows()) Assert.Skip("Completion is for Unix shells.");
            _apisnoop.Run("demo", "--load-only").Code.ShouldBe(0);
            _apisnoop.Write("audit.log", "");
            Bash = Script("bash");
            Fish = Script("fish");
            Zsh = Script("zsh");
        }

        public string Bash { get; }

        public string Fish { get; }

        public string Zsh { get; }

        public void Dispose() => _apisnoop.Dispose();

        /// <summary>As readline calls the function: with words that are cut at equals signs too.</summary>
        public string[] InBash(string typed) => Shell.Run("bash", Bash + $$"""
            compopt() { :; }
            COMP_WORDS=({{typed.Replace("=", "= ", StringComparison.Ordinal)}}{{(typed.EndsWith(' ') ? "''" : "")}})
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _apisnoop
            for found in "${COMPREPLY[@]}"; do [ -d "$found" ] && found=$found/; echo "$found"; done
            """, _apisnoop.Folder, "--norc");

        public string[] InFish(string typed) =>
            [.. Shell.Run("fish", Fish + $"\ncomplete -C '{typed}'\n", _apisnoop.Folder, "--no-config").Select(l => l.Split('\t')[0])];

        string Script(string shell)
        {
            var run = _apisnoop.Run("help", "completion", shell);
            run.Code.ShouldBe(0, run.Error);
            return run.Out;
        }

        /// <summary>In a terminal of its own.</summary>
        public string[] InZsh(string typed)
        {
            File.WriteAllText(Path.Combine(_apisnoop.Folder, "_apisnoop"), Zsh);
            File.WriteAllText(Path.Combine(_apisnoop.Folder, "hook.zsh"), ZshHook);
            File.WriteAllText(Path.Combine(_apisnoop.Folder, "typed"), typed + "\n");
            return Shell.Run("zsh", ZshTyping, _apisnoop.Folder, "-f");
        }

        /// <summary>What an interactive zsh reads first: each offer is written down, and Ctrl-T asks for them.</summary>
        const string ZshHook = """
            compadd() {
              local arg
              for arg; do [[ $arg == -(O|A|D)* ]] && { builtin compadd "$@"; return }; done
              local -a found; builtin compadd -O found "$@"
              for arg in $found; do [[ -d $arg ]] && arg+=/; print -r -- $arg >> offers; done
              builtin compadd "$@"
            }
            offer() { zle list-choices; print >> done }
            zle -N offer; bindkey "^T" offer
            print > ready
            """;

        const string ZshTyping = """
            zmodload zsh/zpty
            rm -f ready done; : > offers
            zpty typed zsh -f -i
            zpty -w typed "PS1= PROMPT=; stty -echo columns 200"
            zpty -w typed "fpath=($PWD \$fpath); autoload -Uz compinit; compinit -u -D; source $PWD/_apisnoop"
            zpty -w typed "source $PWD/hook.zsh"
            for i in {1..200}; do [[ -s ready ]] && break; sleep 0.05; done
            zpty -w -n typed "$(<typed)"$'\x14'
            for i in {1..200}; do [[ -s done ]] && break; sleep 0.05; done
            zpty -d typed
            cat offers
            """;
    }
}
