using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.CommandLine;

public sealed class CommandLineTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();
    readonly string _log;

    public CommandLineTests() => _log = _apisnoop.Write("audit.log", string.Join('\n',
        AuditText.Event("1", agent: "kube-apiserver/v1.20.2 (linux/amd64) kubernetes/faecb19", uri: "/api/v1/nodes"),
        AuditText.Event(
            "2", agent: "shop/1.0", uri: "/api/v1/namespaces/shop/pods", nameSpace: "shop", user: "system:serviceaccount:shop:shop"),
        AuditText.Event("3", agent: "shop/1.0", uri: "/apis/batch/v1beta1/cronjobs", user: "system:serviceaccount:shop:shop"),
        AuditText.Event("4", agent: "shop/1.0", uri: "/apis/example.com/v1/foos", user: "system:serviceaccount:shop:shop")));

    public void Dispose() => _apisnoop.Dispose();

    [Fact]
    public void Load_look_export_remove()
    {
        var load = _apisnoop.Run("load-audit", _log, "shop", "--service-account", "shop:shop");
        load.Code.ShouldBe(0, load.Error);
        load.Error.ShouldContain("Release 1.20: kube-apiserver v1.20.2");

        var export = _apisnoop.Run("export-data", "app-usage-summary", "out.csv", "shop");
        export.Code.ShouldBe(0, export.Error);
        File.ReadAllText(Path.Combine(_apisnoop.Folder, "out.csv")).ShouldStartWith("app,stable,beta,alpha,total,conformance");
        File.ReadAllLines(Path.Combine(_apisnoop.Folder, "out.csv"))[1].ShouldStartWith("shop,1,1,0,2,beta");

        using var apps = JsonDocument.Parse(_apisnoop.Run("apps", "--output", "json").Out);
        apps.RootElement[0].GetProperty("requests").GetInt64().ShouldBe(3);

        _apisnoop.Run("remove-audit", "shop").Out.ShouldBe("shop deleted" + Environment.NewLine);
        _apisnoop.Run("remove-audit", "shop")
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("shop does not exist"));
    }

    [Fact]
    public void Discover_names_the_apps_of_a_log_or_a_recording_and_a_file_says_what_is_noise()
    {
        string[] Names(params string[] arguments)
        {
            var run = _apisnoop.Run(["discover", .. arguments, "-o", "json"]);
            run.Code.ShouldBe(0, run.Error);
            return [.. JsonDocument.Parse(run.Out).RootElement.EnumerateArray().Select(k => k.GetProperty("KAPIC").GetString()!)];
        }

        Names(_log).ShouldBe(["shop:shop"]);
        Names(_log, "--all").ShouldBe(["shop:shop", "kube-apiserver"]);
        Names(_log, "--noise", _apisnoop.Write("mine.tsv", "shop/*\n-kube-apiserver/*\n")).ShouldBe(["kube-apiserver"]);
        _apisnoop.Run("load-audit", _log, "all").Code.ShouldBe(0);
        Names("--recording", "all").ShouldBe(["shop:shop"]);
        _apisnoop.Write("store/noise.tsv", "shop/*\n");
        Names("--recording", "all").ShouldBeEmpty();

        var wrong = _apisnoop.Run("discover", _log, "--noise", _apisnoop.Write("bad.tsv", "loud\tshop/*\n"));
        (wrong.Code, wrong.Out).ShouldBe((1, ""));
        wrong.Error.ShouldContain("bad.tsv:1: 'loud' is no kind of noise");
        _apisnoop.Run("discover").Code.ShouldBe(2);
    }

    [Fact]
    public void A_log_comes_from_standard_input_and_a_table_goes_to_standard_output()
    {
        _apisnoop.RunWith(File.ReadAllText(_log), "load-audit", "-", "all").Code.ShouldBe(0);

        var export = _apisnoop.Run("export-data", "unmatched", "-", "all");

        export.Out.ShouldContain("all,custom resource,example.com/v1 foos,1");
        export.Error.ShouldBeEmpty();
    }

    [Fact]
    public void Filters_are_the_same_on_load_and_export_and_a_dash_negates()
    {
        _apisnoop.Run("load-audit", _log, "all");

        _apisnoop.Run("load-audit", _log, "others", "--user-agent", "-shop/*").Out.ShouldContain("others");
        Requests("others").ShouldBe(1);
        _apisnoop.Run("export-data", "user-agents", "-", "all", "--user-agent", "/^shop/", "--level", "beta").Out.ShouldContain(
            "all,shop/1.0,1,1,0,1");
    }

    [Theory]
    [InlineData("--user-agent=")]
    [InlineData("--user-agent", "")]
    [InlineData("--user-agent", "\"\"")]
    public void Clients_that_send_no_user_agent_are_asked_for_by_an_empty_one(params string[] filter)
    {
        var log = _apisnoop.Write("none.log", AuditText.Event("1", agent: null) + "\n" + AuditText.Event("2", agent: "x"));

        _apisnoop.Run(["load-audit", log, "silent", .. filter]).Code.ShouldBe(0);

        Requests("silent").ShouldBe(1);
    }

    [Theory]
    [InlineData("load-audt", "load-audit")]
    [InlineData("load-audt x y", "load-audit")]
    [InlineData("load-audit x y --bogus", "There is no option --bogus.", "See apisnoop load-audit --help")]
    [InlineData("load-audit x y --dry-run --append", "not both", "See apisnoop load-audit --help")]
    [InlineData("start-server --url nonsense", "--url nonsense", "http://localhost:9090", "See apisnoop start-server --help")]
    [InlineData("start-server --url https://localhost:9090", "proxy")]
    [InlineData("help nothing", "There is no help of nothing")]
    [InlineData("explain x --limit 0", "--limit is a number of events, 1 or more.", "See apisnoop explain --help")]
    [InlineData("load-audit x y --max-line 2000", "--max-line is a number of MiB, 1 to 1,024.")]
    [InlineData("catalog show", "RELEASE", "See apisnoop catalog show --help")]
    public void A_wrong_command_line_says_what_is_wrong_and_prints_no_result(string line, params string[] told)
    {
        var wrong = _apisnoop.Run(line.Split(' '));

        wrong.Code.ShouldBe(2);
        wrong.Out.ShouldBeEmpty();
        foreach (var part in told) wrong.Error.ShouldContain(part);
    }

    [Fact]
    public void A_port_that_is_taken_is_told_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var server = _apisnoop.Run("start-server", "--url", $"http://{taken.LocalEndpoint}");

        server.Code.ShouldBe(1);
        server.Error.Trim()
            .ShouldSatisfyAllConditions(
                e => e.ShouldContain("address already in use"), e => e.ShouldContain("--url"), e => e.ShouldNotContain('\n'));
    }

    [Fact]
    public void A_table_is_written_whole_where_it_was_asked_for_or_it_is_said_why_not()
    {
        _apisnoop.Run("load-audit", _log, "all");
        _apisnoop.Write("old.csv", "old");

        foreach (var name in new[] { "old.csv", "new.csv" })
        {
            _apisnoop.Run("export-data", "endpoints", name).Code.ShouldBe(0);
            File.ReadAllText(Path.Combine(_apisnoop.Folder, name)).ShouldContain("listCoreV1Node,");
        }

        Directory.GetFiles(_apisnoop.Folder, "*.part").ShouldBeEmpty();
        foreach (var command in new[] { "export-data endpoints none/x.csv", "chart sunburst all --out none/x.svg" })
            _apisnoop.Run(command.Split(' '))
                .ShouldSatisfyAllConditions(
                    r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("there is no folder"), r => r.Error.ShouldContain("none"));
    }

    [Fact]
    public void What_takes_bytes_but_is_no_file_is_not_replaced_by_one()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("There is no such path.");
        _apisnoop.Run("load-audit", _log, "all");

        var export = _apisnoop.Run("export-data", "endpoints", "/proc/self/fd/1");

        export.Code.ShouldBe(0, export.Error);
        export.Out.ShouldContain("listCoreV1Node,");
    }

    [Fact]
    public void A_load_that_appends_tells_of_itself_only()
    {
        var broken = _apisnoop.Write("broken.log", "no event\n" + AuditText.Event("8"));
        _apisnoop.Run("load-audit", broken, "all").Error.ShouldSatisfyAllConditions(
            e => e.ShouldContain("1 bad line was left out"), e => e.ShouldContain("1 event, "));

        var second = _apisnoop.Run("load-audit", _log, "all", "--append");

        second.Error.ShouldSatisfyAllConditions(
            e => e.ShouldNotContain("bad line"), e => e.ShouldNotContain("Note:"), e => e.ShouldContain("4 events, "));
    }

    [Fact]
    public void A_dry_run_counts_as_a_load_does_and_records_nothing()
    {
        var dry = _apisnoop.Run("load-audit", _log, "all", "--dry-run", "--output", "csv");

        dry.Code.ShouldBe(0);
        dry.Error.ShouldContain("Nothing was recorded");
        _apisnoop.Run("apps", "--output", "json").Out.Trim().ShouldBe("[]");
        _apisnoop.Run("load-audit", _log, "all", "--output", "csv").Out.ShouldBe(dry.Out);
    }

    [Fact]
    public void A_dry_run_leaves_the_recording_as_it_is()
    {
        _apisnoop.Run("load-audit", _log, "all");
        var all = Requests("all");

        _apisnoop.Run("load-audit", _log, "all", "--verb", "none", "-n").Error.ShouldContain("The filters kept none");

        Requests("all").ShouldBe(all);
        _apisnoop.Run("load-audit", _log, "all", "--dry-run", "--append").ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(2), r => r.Error.ShouldContain("not both"));
    }

    [Fact]
    public void Appending_adds_and_the_same_log_is_told_apart()
    {
        _apisnoop.Run("load-audit", _log, "all");
        var more = _apisnoop.Write("more.log", AuditText.Event("5", agent: "x", uri: "/api/v1/nodes"));

        _apisnoop.Run("load-audit", more, "all", "--append").Code.ShouldBe(0);
        Requests("all").ShouldBe(5);
        _apisnoop.Run("load-audit", more, "all", "--append").Error.ShouldContain("in the recording already");
        Requests("all").ShouldBe(5);
    }

    [Fact]
    public void Strict_refuses_a_bad_line_and_keeps_the_old_recording()
    {
        _apisnoop.Run("load-audit", _log, "all");
        var bad = _apisnoop.Write("bad.log", "no JSON\n" + File.ReadAllText(_log));

        var strict = _apisnoop.Run("load-audit", bad, "all", "--strict");
        strict.Code.ShouldBe(1);
        strict.Error.ShouldContain("bad.log:1: not JSON");
        _apisnoop.Run("load-audit", bad, "all")
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0), r => r.Error.ShouldContain("bad.log:1:"));
    }

    [Fact]
    public void An_own_document_with_custom_resources_is_matched()
    {
        var spec = _apisnoop.Write("cluster.json", """
            {"swagger":"2.0","info":{"title":"k","version":"v1.20.2"},"paths":{"/apis/example.com/v1/foos":{
            "get":{"operationId":"listFoo","tags":["example_v1"],
            "x-kubernetes-group-version-kind":{"group":"example.com","version":"v1","kind":"Foo"},"responses":{}}}}}
            """);

        _apisnoop.Run("load-audit", _log, "all", "--spec", spec).Code.ShouldBe(0);

        _apisnoop.Run("export-data", "app-usage-endpoints", "-", "all").Out.ShouldContain("stable,example,get /apis/example.com/v1/foos,1");
    }

    [Fact]
    public void SQL_sees_the_recordings_under_the_names_that_people_know()
    {
        _apisnoop.Run("load-audit", _log, "all");

        var answer =
            _apisnoop.Run(
                "sql", "select endpoint, count(*) as n from audit_event where endpoint is not null group by 1 order by 1", "--output",
                    "csv");

        answer.Code.ShouldBe(0, answer.Error);
        answer.Out.ShouldBe("endpoint,n\r\nlistBatchV1beta1CronJobForAllNamespaces,1\r\nlistCoreV1NamespacedPod,1\r\nlistCoreV1Node,1\r\n");
        _apisnoop.Run("sql", "drop table audit_event").Code.ShouldBe(1);
    }

    [Fact]
    public void The_next_step_is_told_with_the_store_it_needs()
    {
        var elsewhere = Path.Combine(_apisnoop.Folder, "elsewhere");

        _apisnoop.Run("load-audit", _log, "app", "--store", elsewhere).Error.ShouldContain($"apisnoop start-server --store {elsewhere}");
    }

    [Fact]
    public void The_catalog_lists_shows_and_compares()
    {
        using var list = JsonDocument.Parse(_apisnoop.Run("catalog", "list", "-o", "json").Out);
        var release = list.RootElement.EnumerateArray().Single(r => r.GetProperty("release").GetString() == "1.20");
        release.GetProperty("operations").GetInt32().ShouldBe(1063);
        release.GetProperty("paths").GetInt32().ShouldBe(541);

        _apisnoop.Run("catalog", "show", "1.20", "--group", "scheduling.k8s.io", "-o", "csv").Out.ShouldContain(
            "listSchedulingV1PriorityClass");
        _apisnoop.Run("catalog", "diff", "1.21", "1.22", "-o", "csv").Out.ShouldContain("removed,listExtensionsV1beta1NamespacedIngress");
        _apisnoop.Run("catalog", "show", "9.9")
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("1.7 to 1.36"));
    }

    [Theory]
    [InlineData(1, "no-such.log", "load-audit", "no-such.log", "app")]
    [InlineData(1, "Export not found: nonsense", "export-data", "nonsense", "-")]
    [InlineData(1, "There is no app nobody", "export-data", "tests", "-", "nobody")]
    [InlineData(1, "not a service account", "load-audit", "audit.log", "app", "--service-account", "shop")]
    [InlineData(1, "not a regular expression", "load-audit", "audit.log", "app", "--user-agent", "/(/")]
    [InlineData(2, "--nonsense", "load-audit", "audit.log", "app", "--nonsense")]
    [InlineData(2, "", "load-audit", "audit.log")]
    [InlineData(2, "other.log is a file", "load-audit", "audit.log", "other.log")]
    [InlineData(2, "--since is empty", "load-audit", "audit.log", "app", "--since", "")]
    [InlineData(1, "1.99 is not known here, but 1.7 to 1.36 are", "load-audit", "audit.log", "app", "--release", "1.99")]
    [InlineData(1, "no level: use stable, beta or alpha", "export-data", "endpoints", "-", "--level", "gamma")]
    [InlineData(
        1, "other.log holds no audit event: it is text, but no audit log. The recording of \"all\" was left as it was.", "load-audit",
        "other.log", "all")]
    public void An_error_says_what_was_wrong_on_standard_error(int code, string says, params string[] arguments)
    {
        _apisnoop.Run("load-audit", _log, "all");
        _apisnoop.Write("other.log", "nonsense");

        var run = _apisnoop.Run(arguments);

        run.Code.ShouldBe(code, run.Error);
        run.Error.ShouldContain(says);
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void What_keeps_nothing_leaves_the_recording_and_what_is_damaged_is_not_left_out_silently()
    {
        _apisnoop.Run("load-audit", _log, "all");

        _apisnoop.Run("load-audit", _log, "all", "--user", "nobody")
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("The filters kept none of 4 requests"));
        Requests("all").ShouldBe(4);

        _apisnoop.Run("load-audit", _apisnoop.Write("empty.log", ""), "all", "--append").Error.ShouldContain("Nothing was added");
        File.WriteAllText(
            Directory.GetFiles(Path.Combine(_apisnoop.Folder, "store"), "manifest.json", SearchOption.AllDirectories).Single(), "{");
        _apisnoop.Run("load-audit", _log, "other");
        _apisnoop.Run("export-data", "app-usage-summary", "-")
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("name the apps to export"));
        _apisnoop.Run("export-data", "app-usage-summary", "-", "other").Code.ShouldBe(0);
    }

    [Fact]
    public void A_slice_that_is_not_there_is_told_with_those_that_are()
    {
        _apisnoop.Run("load-audit", _log, "e2e");

        _apisnoop.Run("chart", "sunburst", "e2e", "--zoom", "stabel/core")
            .ShouldSatisfyAllConditions(
                r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("There are: stable, beta, alpha"), r => r.Out.ShouldBeEmpty());
        _apisnoop.Run("chart", "sunburst", "e2e", "--zoom", "beta/nothing").Error.ShouldContain("beta has: ");
    }

    [Theory]
    [InlineData("--group", "")]
    [InlineData("--group=")]
    public void The_core_group_is_asked_for_by_nothing(params string[] group) =>
        _apisnoop.Run(["catalog", "show", "1.20", .. group, "-o", "csv"]).Out.ShouldContain("listCoreV1Node");

    [Fact]
    public void A_chart_is_an_SVG_file()
    {
        _apisnoop.Run("load-audit", _log, "e2e");

        var chart = _apisnoop.Run("chart", "sunburst", "e2e", "-o", "out.svg");

        chart.Code.ShouldBe(0, chart.Error);
        System.Xml.Linq.XDocument.Load(Path.Combine(_apisnoop.Folder, "out.svg")).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Fact]
    public void The_conformance_spreadsheet_is_imported()
    {
        _apisnoop.Run("load-audit", _log, "all");
        _apisnoop.Write("sheet.csv", "METHOD,URL,Conformance?,Open questions,Test file\nGET,/api/v1/nodes,done,none,nodes.go\n");

        _apisnoop.Run("load-coverage", "sheet.csv").Code.ShouldBe(0);

        _apisnoop.Run("export-data", "coverage-spreadsheet", "-", "all").Out.ShouldContain(
            "stable,core,get,/api/v1/nodes,done,1,1,none,nodes.go");
    }

    long Requests(string app)
    {
        using var apps = JsonDocument.Parse(_apisnoop.Run("apps", "-o", "json").Out);
        return apps.RootElement.EnumerateArray().Single(a => a.GetProperty("app").GetString() == app).GetProperty("requests").GetInt64();
    }
}
