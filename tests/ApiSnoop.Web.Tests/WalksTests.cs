using System.Net;
using System.Text.RegularExpressions;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;

namespace ApiSnoop.Web.Tests;

/// <summary>The pages that the walks in docs/walks name say what they are said to say, over the demo's recordings.</summary>
public sealed partial class WalksTests
{
    [Fact]
    public async Task The_pages_of_the_walks_say_what_is_written()
    {
        var stop = TestContext.Current.CancellationToken;
        var root = Root();
        var folder = Directory.CreateTempSubdirectory("apisnoop-walks-").FullName;
        var store = new RecordingStore(folder);
        void Load(string app, string log, LoadFilterTerms filter) => AuditLoad.Run(
            new LoadRequest { App = app, Inputs = [Path.Combine(root, "data/demo", log)], Filter = filter }, store, new LoadProgress(),
                stop);
        Load("e2e", "e2e-v1.20.2.log.gz", LoadFilterTerms.None);
        Load("demo-app", "demo-app-v1.20.2.log.gz", new LoadFilterTerms
        {
            ServiceAccounts = [ServiceAccountPattern.Parse("demo-app:demo-app")],
            Description = ["--service-account demo-app:demo-app"],
        });
        await using var app = await RunningServer.Start(folder);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        var asked = 0;
        foreach (var walk in Directory.GetFiles(Path.Combine(root, "docs/walks"), "*-*.md"))
            foreach (Match row in Page().Matches(await File.ReadAllTextAsync(walk, stop)))
            {
                var answer = await http.GetAsync(row.Groups[1].Value, stop);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, row.Value);
                (await answer.Content.ReadAsStringAsync(stop)).ShouldContain(row.Groups[2].Value, customMessage: row.Value);
                asked++;
            }

        asked.ShouldBeGreaterThanOrEqualTo(9);
        Directory.Delete(folder, recursive: true);
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ApiSnoop.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^\| `(/[^`]*)` \| ([^|]+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Page();
}
