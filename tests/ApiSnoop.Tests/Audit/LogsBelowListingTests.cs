using System.Text;
using System.Text.Json;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Audit.Inputs.Listings;

namespace ApiSnoop.Tests.Audit;

/// <summary>Audit logs below a listing, as five kinds of servers list: found by what is in them, and nothing else is asked for.</summary>
public sealed class LogsBelowListingTests : LogFolderFixture
{
    const string Event = """{"kind":"Event","auditID":"1","stageTimestamp":"2026-11-26T10:00:00.000001Z"}""" + "\n";

    readonly List<string> _asked = [];

    /// <summary>What every server here holds: two logs, one of them packed and without a name that tells, and what is none.</summary>
    static readonly Dictionary<string, byte[]> s_files = new(StringComparer.Ordinal)
    {
        ["artifacts/build-log.txt"] = Bytes("nothing of interest\n"),
        ["artifacts/cp/audit policy.yaml"] = Bytes("apiVersion: audit.k8s.io/v1\nkind: Policy\n"),
        ["artifacts/cp/logs/kube-apiserver-audit.log"] = Bytes(Event),
        ["artifacts/cp/logs/rotated+1"] = Gzip(Event + Event),
        ["artifacts/must-gather.tgz"] = Gzip(Tar(("audit_logs/audit.log", Bytes(Event)))),
        ["other/audit.log"] = Bytes(Event),
    };

    static readonly string[] s_logs =
    [
        "artifacts/cp/logs/kube-apiserver-audit.log", "artifacts/cp/logs/rotated+1", "artifacts/must-gather.tgz!audit_logs/audit.log",
    ];

    [Fact]
    public void Apache_lists_with_columns_to_sort_by_and_a_way_up()
    {
        using var server = Serve(path => Html(path, (name, isFolder) =>
            $"""<img src="/icons/x.gif" alt="[ ]"> <a href="{Encoded(name)}">{name}</a>  2026-11-26 10:00   12K""",
            """<a href="?C=N;O=D">Name</a> <a href="?C=M;O=A">Last modified</a><hr><a href="/">Parent Directory</a>"""));

        ShouldFind(server.Address + "/artifacts/", server.Address + "/", "a web server's index");
    }

    [Fact]
    public void Nginx_lists_with_a_way_up()
    {
        using var server = Serve(path => Html(path, (name, isFolder) => $"<a href='{Encoded(name)}'>{name}</a>   26-Nov-2026 10:00   -",
            """<a href="../">../</a>"""));

        ShouldFind(server.Address + "/artifacts/", server.Address + "/", "a web server's index");
    }

    [Fact]
    public void Gcsweb_lists_with_whole_paths()
    {
        using var server = Serve(path => Html(path, (name, isFolder) =>
            $"""<li class="pure-g"><div><a href="{path}{Encoded(name)}"><img src="/icons/file.png"> {name}</a></div></li>""",
            """<a href="/gcs/bucket/"><img src="/icons/back.png"> ..</a>""", "/gcs/bucket/"), "/gcs/bucket/");

        ShouldFind(server.Address + "/gcs/bucket/artifacts/", server.Address + "/gcs/bucket/", "a web server's index");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1000)]
    public void The_storage_of_Google_lists_as_JSON_page_by_page(int page)
    {
        using var server = new LoopbackServer(request => Storage(Asked(request), page));

        var found = Find(server.Address + "/storage/v1/b/bucket/o?prefix=artifacts/");
        found.ShouldBe(
        [
            "/storage/v1/b/bucket/o/artifacts%2Fcp%2Flogs%2Fkube-apiserver-audit.log",
            "/storage/v1/b/bucket/o/artifacts%2Fcp%2Flogs%2Frotated%2B1",
            "/storage/v1/b/bucket/o/artifacts%2Fmust-gather.tgz!audit_logs/audit.log",
        ]);
        _asked.ShouldAllBe(a => a.StartsWith("/storage/v1/b/bucket/o"));
    }

    [Theory]
    [InlineData("list-type=2&", 2)]
    [InlineData("", 2)]
    [InlineData("list-type=2&", 1000)]
    public void S3_lists_as_XML_page_by_page(string version, int page)
    {
        using var server = new LoopbackServer(request => Bucket(Asked(request), page));

        Find(server.Address + $"/bucket?{version}prefix=artifacts/&delimiter=/").ShouldBe(
            s_logs.Select(l => "/bucket/" + Encoded(l)), ignoreOrder: true);
    }

    [Fact]
    public void The_files_of_gcsweb_are_at_the_storage_that_it_shows_and_nowhere_else()
    {
        var listing = new Uri("https://gcsweb.k8s.io/gcs/bucket/logs/run/1/");
        bool Below(string address) => WebListing.IsBelow(new Uri(address), listing);

        Below("https://storage.googleapis.com/bucket/logs/run/1/artifacts/audit.log").ShouldBeTrue();
        Below("https://gcsweb.k8s.io/gcs/bucket/logs/run/1/artifacts/").ShouldBeTrue();
        Below("https://storage.googleapis.com/bucket/logs/run/2/audit.log").ShouldBeFalse();
        Below("https://storage.googleapis.com/other/logs/run/1/audit.log").ShouldBeFalse();
        Below("http://storage.googleapis.com/bucket/logs/run/1/audit.log").ShouldBeFalse();
        Below("https://storage.googleapis.com.example.org/bucket/logs/run/1/a").ShouldBeFalse();
        WebListing.IsBelow(new Uri("https://storage.googleapis.com/bucket/x"), new Uri("https://example.org/bucket/")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://h/a/b/c", true)]
    [InlineData("http://h/a/b/c/", true)]
    [InlineData("http://h/a/", false)]
    [InlineData("http://h/a/bc", false)]
    [InlineData("http://h/a/b/../../c", false)]
    [InlineData("http://h/a/b/%2e%2e/%2E%2e/c", false)]
    [InlineData("http://h/a/b/..%2f..%2fc", false)]
    [InlineData("http://h:81/a/b/c", false)]
    [InlineData("https://h/a/b/c", false)]
    [InlineData("http://other/a/b/c", false)]
    [InlineData("http://me:pw@h/a/b/c", false)]
    public void Below_an_address_is_what_its_server_has_under_its_path(string address, bool isBelow) =>
        WebListing.IsBelow(new Uri(address), new Uri("http://h/a/b/")).ShouldBe(isBelow);

    [Fact]
    public void Neither_links_nor_redirections_lead_elsewhere()
    {
        using var elsewhere = new LoopbackServer(r => LoopbackServer.Answer(Bytes(Asked(r))));
        using var server = new LoopbackServer(request => Asked(request) switch
        {
            "/a/" => LoopbackServer.Answer(Bytes(
                $"<html><a href='{elsewhere.Address}/x.log'>x</a><a href='/b/y.log'>y</a><a href='moved.log'>m</a><a href='far.log'>f</a>"
                    + "<a href='audit.log'>a</a>")),
            "/a/moved.log" => LoopbackServer.Answer([], "302 Found", "Location: /b/audit.log\r\n"),
            "/a/far.log" => LoopbackServer.Answer([], "301 Moved Permanently", $"Location: {elsewhere.Address}/audit.log\r\n"),
            "/a/audit.log" => LoopbackServer.Answer(Bytes(Event)),
            var other => throw new InvalidOperationException(other),
        });

        using var found = Expand(server.Address + "/a/");

        found.Inputs.Select(i => i.Name).ShouldBe([server.Address + "/a/audit.log"]);
        found.Notes[0].ShouldEndWith(
            "1 of 3 files on 1 pages are audit logs or archives. Only what is below it was asked for; 2 links lead elsewhere.");
        found.Notes.Count(n => n.StartsWith("Left out ")).ShouldBe(2);
        _asked.ShouldAllBe(a => a.StartsWith("/a/"));
    }

    [Fact]
    public void Credentials_go_to_what_is_below_and_are_not_shown()
    {
        var requests = new List<string>();
        using var server = new LoopbackServer(request =>
        {
            lock (requests) requests.Add(request);
            return LoopbackServer.Answer(Bytes(Asked(request) == "/a/" ? "<html><a href=audit.log>a</a>" : Event));
        });

        using var found = Expand(server.Address.Replace("//", "//me:secret@") + "/a/");

        ReadAll(found.Inputs[0]).ShouldBe(Event);
        requests.Count.ShouldBeGreaterThan(1);
        requests.ShouldAllBe(r => r.Contains("Authorization: Basic bWU6c2VjcmV0"));
        string.Join(' ', found.Notes.Concat(found.Inputs.Select(i => i.Name))).ShouldNotContain("secret");
    }

    [Fact]
    public void Where_there_is_none_that_is_said()
    {
        using var server = Serve(path => path == "/artifacts/" ? "<html><a href='build-log.txt'>b</a>" : null);

        Should.Throw<LogInputException>(() => Expand(server.Address + "/artifacts/")).Message.ShouldBe(
            server.Address + "/artifacts/ is a listing (a web server's index): "
                + "0 of 1 files on 1 pages are audit logs or archives. Only what is "
                + "below it was asked for. Give the address of a folder that holds audit logs.");
    }

    [Fact]
    public void A_tree_without_an_end_and_a_page_without_one_are_given_up()
    {
        using var deep = new LoopbackServer(_ => LoopbackServer.Answer("<html><a href='down/'>d</a>"u8.ToArray()));
        Should.Throw<LogInputException>(() => Expand(deep.Address + "/")).Message.ShouldContain("lists folders more than 12 deep");

        using var wide = new LoopbackServer(_ => LoopbackServer.Answer(Bytes(
            "<html>" + string.Concat(Enumerable.Range(0, 10_001).Select(i => $"<a href='{i}'>x</a>")))));
        Should.Throw<LogInputException>(() => Expand(wide.Address + "/")).Message.ShouldContain("lists more than 10000 files");

        using var @long = new LoopbackServer(_ => LoopbackServer.Answer([.. "<html>"u8, .. new byte[17 << 20]]));
        Should.Throw<LogInputException>(() => Expand(@long.Address + "/")).Message.ShouldContain("longer than 16 MiB");
    }

    [Fact]
    public void A_list_that_cannot_be_read_and_an_entity_of_XML_are_refused()
    {
        using var json = new LoopbackServer(_ => LoopbackServer.Answer("""{"kind": "storage#objects", "items": [{}]}"""u8.ToArray()));
        Should.Throw<Exception>(() => Expand(json.Address + "/o")).Message.ShouldContain("its list of files cannot be read");

        using var xml = new LoopbackServer(_ => LoopbackServer.Answer(
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><ListBucketResult>&b;</ListBucketResult>"u8.ToArray()));
        Should.Throw<Exception>(() => Expand(xml.Address + "/b")).Message.ShouldContain("its list of files cannot be read");
    }

    [Fact]
    public void A_page_that_is_no_listing_is_read_as_before()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Answer("<html><a href='a.log'>a</a>"u8.ToArray()));
        using var found = Expand(server.Address + "/audit.log");

        found.Inputs.Select(i => i.Name).ShouldBe([server.Address + "/audit.log"]);
    }

    void ShouldFind(string address, string root, string kind)
    {
        using var found = Expand(address);

        found.Inputs.Select(i => i.Name).ShouldBe(s_logs.Select(l => root + Encoded(l)), ignoreOrder: true);
        found.Inputs.Select(ReadAll).Order().ShouldBe([Event, Event, Event + Event]);
        found.Notes[0].ShouldBe(
            $"{address} is a listing ({kind}): 3 of 5 files on 3 pages are audit logs or archives. Only what is below it was asked for.");
        _asked.ShouldAllBe(a => a.StartsWith(new Uri(address).AbsolutePath));
    }

    /// <summary>The logs found, without the server's name.</summary>
    static List<string> Find(string address)
    {
        using var found = Expand(address);
        found.Inputs.Select(ReadAll).Order().ShouldBe([Event, Event, Event + Event]);
        return [.. found.Inputs.Select(i => i.Name[(i.Name.IndexOf('/', 8))..])];
    }

    LoopbackServer Serve(Func<string, string?> page, string root = "/") => new(request =>
    {
        var path = Uri.UnescapeDataString(Asked(request));
        if (s_files.TryGetValue(path[root.Length..], out var file)) return LoopbackServer.Answer(file);
        return page(path) is { } html ? LoopbackServer.Answer(Bytes(html)) : LoopbackServer.Answer([], "404 Not Found");
    });

    static string Html(string path, Func<string, bool, string> line, string head, string root = "/")
    {
        var folder = path[root.Length..];
        var names = s_files.Keys.Where(f => f.StartsWith(folder)).Select(f => f[folder.Length..])
            .Select(n => n.Contains('/') ? n[..(n.IndexOf('/') + 1)] : n).Distinct();
        return $"<!DOCTYPE html>\n<html><head><title>Index of {path}</title></head><body><h1>Index of {path}</h1><pre>{head}\n"
            + string.Join('\n', names.Select(n => line(n, n.EndsWith('/')))) + "</pre></body></html>";
    }

    static byte[] Storage(string path, int page)
    {
        var query = System.Web.HttpUtility.ParseQueryString(path.Contains('?') ? path[path.IndexOf('?')..] : "");
        if (query["alt"] == "media")
            return LoopbackServer.Answer(s_files[Uri.UnescapeDataString(path.Split('?')[0]["/storage/v1/b/bucket/o/".Length..])]);
        var names = s_files.Keys.Where(k => k.StartsWith(query["prefix"]!)).Order(StringComparer.Ordinal).ToList();
        var start = int.Parse(query["pageToken"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        return LoopbackServer.Answer(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["kind"] = "storage#objects",
            [start + page < names.Count ? "nextPageToken" : "x"] = $"{start + page}",
            ["items"] = names.Skip(start).Take(page).Select(n => new { kind = "storage#object", name = n }),
        }));
    }

    static byte[] Bucket(string path, int page)
    {
        var query = System.Web.HttpUtility.ParseQueryString(path.Contains('?') ? path[path.IndexOf('?')..] : "");
        if (query.Count == 0) return LoopbackServer.Answer(s_files[Uri.UnescapeDataString(path["/bucket/".Length..])]);
        var prefix = query["prefix"]!;
        var all = s_files.Keys.Where(k => k.StartsWith(prefix)).Order(StringComparer.Ordinal)
            .Select(k => k.IndexOf('/', prefix.Length) is >= 0 and var end ? k[..(end + 1)] : k).Distinct().ToList();
        var after = query["continuation-token"] ?? query["marker"] ?? "";
        var names = all.Where(n => string.CompareOrdinal(n, after) > 0).Take(page).ToList();
        var more = names.Count > 0 && names[^1] != all[^1];
        var next = query["list-type"] == "2" ? "NextContinuationToken" : "NextMarker";
        var xml = new StringBuilder("<?xml version=\"1.0\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        xml.Append(more ? $"<IsTruncated>true</IsTruncated><{next}>{names[^1]}</{next}>" : "<IsTruncated>false</IsTruncated>");
        foreach (var name in names)
            xml.Append(name.EndsWith('/')
                ? $"<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>"
                : $"<Contents><Key>{name}</Key></Contents>");
        return LoopbackServer.Answer(Bytes(xml.Append("</ListBucketResult>").ToString()));
    }

    string Asked(string request)
    {
        var path = request.Split(' ')[1];
        lock (_asked) _asked.Add(path);
        return path;
    }

    static string Encoded(string path) =>
        string.Join('/', path.Split('/').Select(p => string.Join('!', p.Split('!').Select(Uri.EscapeDataString))));
}
