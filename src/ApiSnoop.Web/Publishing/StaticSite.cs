using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Publishing;

/// <summary>
/// The whole site as files: every page that the first ones lead to, with its charts and tables, for a bucket or any file server. The
/// server itself renders them, so that what is published cannot differ from what is shown.
/// </summary>
public static class StaticSite
{
    static readonly string[] s_first =
        ["/", "/e2e", "/untested", "/apps", "/endpoints", "/tests", "/user-agents", "/unmatched", "/conformance", "/about"];

    /// <summary>Writes the site.</summary>
    /// <param name="options">The server; it listens on a free port of this machine while it is asked.</param>
    /// <param name="folder">Where to; files of other names in it are left alone.</param>
    /// <param name="said">Told how many files there are, now and then.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <returns>How many files were written.</returns>
    public static async Task<int> WriteAsync(ServerOptions options, string folder, Action<int> said, CancellationToken cancelled)
    {
        var app = ApiSnoopServer.Build(options with { Url = "http://127.0.0.1:0" });
        await using (app.ConfigureAwait(false))
        {
            await app.StartAsync(cancelled).ConfigureAwait(false);
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            var releases = app.Services.GetRequiredService<Reports.Conformance.ConformanceShelf>().Known.Releases;
            var files = await Fetch(client, [.. s_first, .. releases.Select(r => $"/releases/{r}/e2e")], folder, said, cancelled)
                .ConfigureAwait(false);
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            foreach (var (file, isPage) in files)
            {
                if (!isPage) continue;
                var path = Path.Combine(folder, file);
                var html = await File.ReadAllTextAsync(path, cancelled).ConfigureAwait(false);
                var rewritten = StaticHtml.Rewritten(html, file, p => files.ContainsKey(Unescaped(p.File)));
                await File.WriteAllTextAsync(path, rewritten, cancelled).ConfigureAwait(false);
            }
            return files.Count;
        }
    }

    static async Task<Dictionary<string, bool>> Fetch(
        HttpClient client, IEnumerable<string> first, string folder, Action<int> said, CancellationToken cancelled)
    {
        var files = new Dictionary<string, bool>(StringComparer.Ordinal);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<StaticPath>(first.Select(a => StaticPath.Of(a)!).Where(p => asked.Add(p.File)));
        while (queue.TryDequeue(out var next))
        {
            using var answer = await client.GetAsync(next.Address, cancelled).ConfigureAwait(false);
            // What is not there is not linked to either; a page without a recording says so with another code.
            if (answer.StatusCode != HttpStatusCode.OK) continue;
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancelled).ConfigureAwait(false);
            var isPage = answer.Content.Headers.ContentType?.MediaType == "text/html";
            var file = Unescaped(next.File);
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes, cancelled).ConfigureAwait(false);
            files[file] = isPage;
            if (files.Count % 100 == 0) said(files.Count);
            if (!isPage) continue;
            foreach (var link in StaticHtml.Links(System.Text.Encoding.UTF8.GetString(bytes)))
                if (StaticPath.Of(link) is { } path2 && asked.Add(path2.File)) queue.Enqueue(path2);
        }
        return files;
    }

    /// <summary>An address is escaped, a file's name is not.</summary>
    static string Unescaped(string file) => Uri.UnescapeDataString(file);
}
