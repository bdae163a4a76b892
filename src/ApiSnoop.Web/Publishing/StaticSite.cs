using System.Net;
using ApiSnoop.Catalog;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web.Docs;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Publishing;

/// <summary>
/// The whole site as files: every page that the first ones lead to, with its charts and tables, for a bucket or any file server. The
/// server itself renders them, so that what is published cannot differ from what is shown.
/// </summary>
public static class StaticSite
{
    static readonly string[] s_first =
    [
        "/", "/e2e", "/untested", "/apps", "/endpoints", "/tests", "/user-agents", "/unmatched", "/conformance", "/certification", "/about",
    ];

    /// <summary>Writes the site.</summary>
    /// <param name="options">The server; it listens on a free port of this machine while it is asked.</param>
    /// <param name="folder">Where to; files of other names in it are left alone.</param>
    /// <param name="only">The releases whose pages are written; null for all.</param>
    /// <param name="said">Told how many files there are, now and then.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <returns>How many files were written.</returns>
    public static async Task<int> WriteAsync(
        ServerOptions options, string folder, IReadOnlyCollection<ReleaseVersion>? only, Action<int> said, CancellationToken cancelled)
    {
        var app = ApiSnoopServer.Build(options with { Url = "http://127.0.0.1:0" });
        await using (app.ConfigureAwait(false))
        {
            await app.StartAsync(cancelled).ConfigureAwait(false);
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            var releases = app.Services.GetRequiredService<ConformanceShelf>().Known.Releases.Where(r => only?.Contains(r) ?? true);
            var first = s_first.Concat(DocShelf.Addresses).Concat(releases.Select(r => $"/releases/{r}/e2e"));
            var files = await Fetch(client, first, folder, p => IsOf(p, only), said, cancelled).ConfigureAwait(false);
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
        HttpClient client, IEnumerable<string> first, string folder, Predicate<StaticPath> wanted, Action<int> said,
        CancellationToken cancelled)
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
                if (StaticPath.Of(link) is { } found && wanted(found) && asked.Add(found.File)) queue.Enqueue(found);
        }
        return files;
    }

    /// <summary>Whether a page is of one of the releases, or of none.</summary>
    static bool IsOf(StaticPath path, IReadOnlyCollection<ReleaseVersion>? only)
    {
        var parts = path.File.Split('/');
        var release = parts[0] == "releases" ? parts[1] : parts[0] == "conformance" && parts.Length > 3 ? parts[2] : "";
        return only is null || !ReleaseVersion.TryParse(release, out var version) || only.Contains(version);
    }

    /// <summary>An address is escaped, a file's name is not.</summary>
    static string Unescaped(string file) => Uri.UnescapeDataString(file);
}
