using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiSnoop.Tests.CommandLine;

public sealed partial class RecordingCommandTests(DemoStore demo) : IClassFixture<DemoStore>, IDisposable
{
    readonly Apisnoop _there = new();

    public void Dispose() => _there.Dispose();

    [Fact]
    public void A_recording_is_sent_as_a_file()
    {
        var file = Path.Combine(_there.Folder, "demo.apisnoop");
        demo.Print("recording", "export", "demo-app", file);

        var import = _there.Run("recording", "import", file, "--as", "theirs");
        import.Code.ShouldBe(0, import.Error);
        import.Error.ShouldContain("63 requests of theirs, Kubernetes 1.20");

        var again = _there.Run("recording", "import", file, "--as", "theirs");
        again.Code.ShouldBe(1);
        again.Error.ShouldContain("give --replace");
        _there.Run("export-data", "app-usage-endpoints", "-").Out.Replace("theirs", "demo-app")
            .ShouldBe(demo.Print("export-data", "app-usage-endpoints", "-", "demo-app"));
    }

    [Fact]
    public void SQL_says_of_which_recording_it_has_counts_only()
    {
        var file = Path.Combine(_there.Folder, "demo.apisnoop");
        demo.Print("recording", "export", "demo-app", file, "--counts-only");
        _there.Run("recording", "import", file);

        var (code, output, error) = _there.Run(
            "sql", "select (select count(*) from audit_event) as a, sum(requests) as b from request_counts", "-o", "csv");

        code.ShouldBe(0, error);
        output.ReplaceLineEndings("\n").ShouldBe("a,b\n0,63\n");
        error.ShouldBe("demo-app holds counts only: no single request of it is in audit_event or another view of requests.\n");
    }

    [Fact]
    public void What_is_none_is_refused()
    {
        var file = _there.Write("a.log", new string('x', 2000));

        var import = _there.Run("recording", "import", file);
        import.Code.ShouldBe(1);
        import.Error.ShouldBe($"apisnoop: {file} is refused: it is no archive as recording export writes it.\n");
        _there.Run("start-server", file).Code.ShouldBe(1);
        _there.Run("start-server", file, "--store", "s").Code.ShouldBe(2);
        _there.Run("recording", "export", "nobody", "x.apisnoop").Code.ShouldBe(1);
        File.Exists(Path.Combine(_there.Folder, "x.apisnoop")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_shows_a_file_without_a_store()
    {
        var file = Path.Combine(_there.Folder, "demo.apisnoop");
        demo.Print("recording", "export", "demo-app", file, "--counts-only");
        using var server = _there.Start("start-server", file, "--url", "http://localhost:9321");
        try
        {
            var line = await server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            var folder = Shown().Match(line!).Groups[1].Value;
            using var http = new HttpClient();
            var page = await http.GetStringAsync(
                new Uri("http://localhost:9321/apps/demo-app"), TestContext.Current.CancellationToken);

            page.ShouldContain("63 requests in all");
            Directory.Exists(Path.Combine(_there.Folder, "store")).ShouldBeFalse();
            Directory.Exists(folder).ShouldBeTrue();
            var id = server.Id.ToString(CultureInfo.InvariantCulture);
            Process.Start("kill", ["-INT", id]).WaitForExit();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
            Directory.Exists(folder).ShouldBeFalse();
        }
        finally
        {
            if (!server.HasExited) server.Kill();
        }
    }

    [GeneratedRegex("APISnoop shows (.+) on http")]
    private static partial Regex Shown();
}
