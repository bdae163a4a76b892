using ApiSnoop.Cli;
using ApiSnoop.Cli.Commands;
using ApiSnoop.Cli.Manual;

namespace ApiSnoop.Tests.Manual;

public sealed class ManualPageTests
{
    static readonly List<CommandPlace> s_places = [.. CommandPlace.All(new ApisnoopCommand(named: null))];

    static readonly string s_page = Page();

    [Fact]
    public void Every_command_and_option_of_the_help_is_in_the_page()
    {
        foreach (var place in s_places.Skip(1))
        {
            var section = s_page.Split($"\n.SS \"apisnoop {place.Words.Replace("-", "\\-")}\"\n")[1].Split("\n.SS ")[0];
            foreach (var option in place.Options) section.ShouldContain(option.Name.Replace("-", "\\-"), customMessage: place.Words);
        }
    }

    [Fact]
    public void It_tells_every_exit_code()
    {
        foreach (var (code, _, meaning) in ExitCode.All)
        {
            s_page.ShouldContain($".B \"{code}\"");
            s_page.ShouldContain(meaning.Replace("-", "\\-"));
        }
    }

    [Fact]
    public void Man_prints_it_without_a_warning()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-man").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "apisnoop.1"), s_page);
            var printed = Shell.Run("sh", """
                command -v man >/dev/null || { echo none; exit 0; }
                MANWIDTH=100 man --warnings -E UTF-8 -l -Tutf8 apisnoop.1 | sed 's/.\x08//g; s/\x1b\[[0-9;]*m//g'
                """, folder);
            if (printed is ["none"]) Assert.Skip("man is not installed here.");

            printed.ShouldContain("apisnoop - snoop on the Kubernetes API");
            printed.ShouldContain("apisnoop load-audit audit.log prometheus --service-account monitoring:prometheus");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static string Page()
    {
        var written = new StringWriter { NewLine = "\n" };
        new ManualPage(written, s_places).Write();
        return written.ToString();
    }
}
