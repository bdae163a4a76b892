using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Reports.Usage;

namespace ApiSnoop.Tests.Reports;

public class ExportersTests
{
    static readonly Release s_release = new("1.20",
    [
        Operation("readPod", "/api/v1/pods/{name}", "core", Level.Stable),
        Operation("listPod", "/api/v1/pods", "core", Level.Stable),
        Operation("listNode", "/api/v1/nodes", "core", Level.Stable),
        Operation("listJob", "/apis/batch/v1beta1/jobs", "batch", Level.Beta),
        Operation("getBatchGroup", "/apis/batch/v1beta1/", "batch", Level.Beta),
        Operation("listRole", "/apis/rbac/v1alpha1/roles", "rbac", Level.Alpha),
        Operation("watchPod", "/api/v1/watch/pods", "core", Level.Stable) with { Deprecated = true },
    ], []);

    [Fact]
    public void The_summary_counts_distinct_endpoints_and_names_the_worst_level()
    {
        var table =
            Make("app-usage-summary", App("a", ("readPod", 5), ("listPod", 1)), App("b", ("readPod", 1), ("listJob", 2), ("listRole", 3)));

        table.Columns.Take(6).Select(c => c.Name).ShouldBe(["app", "stable", "beta", "alpha", "total", "conformance"]);
        table.Rows.Select(r => string.Join(',', r.Take(6))).ShouldBe(["a,2,0,0,2,stable", "b,1,1,1,3,alpha"]);
    }

    [Fact]
    public void Categories_come_by_app_then_most_used_first()
    {
        var table = Make("app-usage-categories", App("a", ("listJob", 9), ("readPod", 1), ("listPod", 1)));

        table.Rows.Select(r => string.Join(',', r.Take(4))).ShouldBe(["a,stable,core,2", "a,beta,batch,1"]);
    }

    [Fact]
    public void Endpoints_count_requests_not_apps_and_an_unused_one_once_however_many_apps_there_are()
    {
        var table = Make("app-usage-endpoints", App("a", ("readPod", 5)), App("b", ("readPod", 2), ("listJob", 1)));

        table.Columns.Take(4).Select(c => c.Name).ShouldBe(["level", "category", "method + url", "count"]);
        table.Rows.Select(r => string.Join(',', r.Take(4))).ShouldBe(
        [
            "stable,core,get /api/v1/pods/{name},7", "beta,batch,get /apis/batch/v1beta1/jobs,1",
            "stable,core,unused,2", "beta,batch,unused,1", "alpha,rbac,unused,1",
        ]);
    }

    [Fact]
    public void The_spreadsheet_has_a_column_an_app_and_joins_the_imported_sheet()
    {
        var sheet =
            CoverageSheet.Read(
                new StringReader("URL,METHOD,Conformance?,Open questions,Test file\n/api/v1/pods/,GET,yes,\"why, though?\",pods.go\n"),
                    "sheet.csv");

        var table =
            Exporters.Find("coverage-spreadsheet")!.Make(
                new ExportInput([App("a", ("listPod", 3)), App("b", ("listPod", 1), ("listNode", 4))], sheet, null));

        table.Columns.Take(9).Select(c => c.Name)
            .ShouldBe(["level", "category", "method", "url", "conforms", "apps using it", "a", "b", "questions"]);
        string.Join('|', table.Rows[0].Take(9)).ShouldBe("stable|core|get|/api/v1/pods|yes|2|3|1|why, though?");
        string.Join('|', table.Rows[1].Take(8)).ShouldBe("stable|core|get|/api/v1/nodes||1|0|4");
        table.Rows.Length.ShouldBe(7);
    }

    [Fact]
    public void A_blank_cell_of_a_newer_sheet_leaves_what_was_there()
    {
        var old = CoverageSheet.Read(new StringReader("METHOD,URL,Conformance?,Test file\nget,/a,yes,a.go\n"), "old");
        var newer = CoverageSheet.Read(new StringReader("METHOD,URL,Conformance?,Open questions\nGET,/a/,,open\nput,/b,no,\n"), "new");

        old.OverlaidBy(newer).Rows.Select(r => $"{r.Method} {r.Conforms} {r.Questions} {r.TestFile}")
            .ShouldBe(["get yes open a.go", "put no  "]);
    }

    [Fact]
    public void A_sheet_without_a_needed_column_is_refused_by_name() =>
        Should.Throw<FormatException>(() => CoverageSheet.Read(new StringReader("METHOD,PATH\nget,/a\n"), "sheet.csv")).Message.ShouldBe(
            "sheet.csv has no column URL.");

    [Fact]
    public void Unmatched_requests_are_listed_by_reason_most_first()
    {
        var table = Make("unmatched", App("a", ("readPod", 1)));

        table.Rows.Select(r => string.Join(',', r.Take(4))).ShouldBe(["a,custom resource,example.com/v1 foos,2"]);
    }

    [Fact]
    public void Tests_and_user_agents_are_listed()
    {
        var app = App("e2e", ("readPod", 4));

        string.Join('|', Make("tests", app).Rows.ShouldHaveSingleItem())
            .ShouldBe("e2e|[sig-node] Pods should run  [Conformance]|[sig-node] [Conformance]|True|1|4");
        Make("user-agents", app).Rows.Select(r => string.Join('|', r.Take(4))).ShouldBe(
            ["e2e|e2e.test/v1.20 -- [sig-node] Pods should run  [Conformance]|4|1", "e2e|curl|2|0"]);
    }

    [Fact]
    public void What_an_app_uses_untested_is_told_by_the_test_run_whichever_apps_are_chosen()
    {
        var input = new ExportInput([App("a", ("listPod", 3), ("listNode", 4))], CoverageSheet.Empty, App("e2e", ("listPod", 1)));

        var untested = Exporters.Find("untested")!.Make(input);

        untested.Rows.Select(r => (string)r[^1]!).ShouldNotContain("listPod");
        string.Join('|', untested.Rows[0].Take(5)).ShouldBe("1|get|/api/v1/nodes|1|4");
    }

    [Fact]
    public void What_is_untested_is_judged_by_the_release_of_the_run_and_an_app_of_another_one_adds_nothing()
    {
        var newer = App("a", ("listPod", 3)) with
        {
            Coverage = Coverage("1.36", Operation("listNew", "/api/v1/new", "core", Level.Stable)),
        };
        var input = new ExportInput([newer, App("b", ("listNode", 2))], CoverageSheet.Empty, App("e2e", ("listPod", 1)));

        Exporters.Find("untested")!.Make(input).Rows.Select(r => (string)r[^1]!).ShouldBe(["listNode", "readPod"]);
    }

    [Fact]
    public void Without_a_run_the_published_results_of_the_apps_release_say_what_is_tested()
    {
        var untested = Exporters.Find("untested")!.Make(new ExportInput([App("a", ("listNode", 2))], CoverageSheet.Empty, null));

        untested.Rows.Select(r => (string)r[^1]!).ShouldContain("listCoreV1LimitRangeForAllNamespaces");
        untested.Rows.Select(r => (string)r[^1]!).ShouldNotContain("listCoreV1Node");
        untested.Rows.ShouldAllBe(r => r[6] != null);
    }

    [Fact]
    public void Without_a_run_and_without_published_results_nothing_is_untested_but_not_observed()
    {
        var older = App("a", ("listNode", 2)) with { Release = new("1.16", s_release.Operations, []) };
        var untested = Exporters.Find("untested")!.Make(new ExportInput([older], CoverageSheet.Empty, null));

        untested.Rows.ShouldNotBeEmpty();
        untested.Rows.ShouldAllBe(r => r[6] == null);
    }

    [Fact]
    public void Nothing_seen_is_no_good_news_and_a_filter_on_levels_gives_no_verdict()
    {
        var stableOnly = App("b", ("readPod", 1)) with { Filter = RecordingFilter.All.With(FilterField.Level, "stable") };

        var table = Make("app-usage-summary", App("a"), stableOnly);

        table.Rows.Select(r => $"{r[0]},{r[4]},{r[5]}").ShouldBe(["a,0,nothing seen", "b,1,"]);
    }

    [Fact]
    public void The_rows_that_count_what_stayed_unused_can_be_left_out()
    {
        var all = new ExportInput([App("a", ("readPod", 5))], CoverageSheet.Empty, null);

        var table = Exporters.Find("app-usage-endpoints")!.Make(all with { WithoutUnused = true });

        table.Rows.Select(r => string.Join(',', r.Take(4))).ShouldBe(["stable,core,get /api/v1/pods/{name},5"]);
    }

    [Fact]
    public void Without_an_imported_sheet_the_shipped_lists_say_what_conforms()
    {
        var run = App("e2e", ("readPod", 1));

        var table = Exporters.Find("coverage-spreadsheet")!.Make(new ExportInput([App("a")], CoverageSheet.Empty, run));
        var unobserved = Exporters.Find("coverage-spreadsheet")!.Make(new ExportInput([App("a")], CoverageSheet.Empty, null));

        Conforms(table, "/api/v1/pods/{name}").ShouldBe("yes");
        Conforms(table, "/api/v1/nodes").ShouldBe("no");
        Conforms(table, "/apis/batch/v1beta1/jobs").ShouldBe("");
        Conforms(unobserved, "/api/v1/nodes").ShouldBe("not observed");

        static object? Conforms(Table table, string path) => table.Rows.First(r => r[3] is string url && url == path)[4];
    }

    [Fact]
    public void A_comparison_says_what_became_of_each_endpoint_by_what_is_compared_and_which_tests_came_and_vanished()
    {
        var input = new ExportInput([], CoverageSheet.Empty, null) { Named = [App("e2e", ("readPod", 5)), App("e2e", ("listNode", 2))] };

        var table = Exporters.Find("compare")!.Make(input);

        table.Rows.Select(r => $"{r[0]},{r[1]},{r[9]}").ShouldBe(
            ["endpoint,newly tested,listNode", "endpoint,no longer tested,readPod"]);
        Should.Throw<FormatException>(() => Exporters.Find("compare")!.Make(input with { Named = [App("a")] }))
            .Message.ShouldContain("name the earlier one");
    }

    [Fact]
    public void Discovery_is_counted_apart_from_what_a_client_depends_on()
    {
        var app = App("a", ("readPod", 1), ("getBatchGroup", 4));

        AppProfile.Of(app).Worst.ShouldBe(Level.Stable);
        AppProfile.Of(app).Discovery.Select(e => e.Operation.Id).ShouldBe(["getBatchGroup"]);
        AppProfile.Of(app, withDiscovery: true).Worst.ShouldBe(Level.Beta);
        Make("app-usage-summary", app).Rows[0].Skip(1).Take(5).ShouldBe([1, 1, 0, 2, "beta"]);
        Make("user-agents", app).Rows[0].Skip(3).Take(6).ShouldBe([1, 1, 0, 0, 0, 1]);
    }

    [Fact]
    public void Every_exporter_has_as_many_cells_as_columns_with_no_app_one_and_several()
    {
        foreach (var exporter in Exporters.All)
        {
            foreach (var apps in new AppCoverage[][] { [], [App("a", ("readPod", 1))], [App("a", ("readPod", 1)), App("b")] })
            {
                if (exporter.Name == "compare" && apps.Length != 2) continue;
                var table = exporter.Make(new ExportInput(apps, CoverageSheet.Empty, null));

                table.Rows.ShouldAllBe(r => r.Length == table.Columns.Length, exporter.Name);
            }
        }
    }

    static Table Make(string exporter, params AppCoverage[] apps) =>
        Exporters.Find(exporter)!.Make(new ExportInput(apps, CoverageSheet.Empty, apps.FirstOrDefault(a => a.App == "e2e")));

    static CoverageReport Coverage(string release, params Operation[] operations) =>
        CoverageCounter.Count(new Release(release, operations, []), Cube.Empty, null, withDeprecated: true);

    static Operation Operation(string id, string path, string category, Level level) =>
        new() { Id = id, Method = ApiMethod.Get, Path = path, Category = category, Level = level };

    /// <summary>An app of these hits by one test, and two requests of curl for a custom resource.</summary>
    static AppCoverage App(string name, params (string Operation, long Requests)[] hits)
    {
        ImmutableArray<Target> targets =
            [.. s_release.Operations.Select(o => new Target(o.Id, MissReason.None, "", o.Path)),
                new Target(null, MissReason.CustomResource, "example.com/v1 foos", "/apis/example.com/v1/foos")];
        ImmutableArray<Cell> cells =
        [
            .. hits.Select(h => new Cell(s_release.IndexOf(h.Operation), 0, 0, 0, 0, 200, h.Requests)),
            new Cell(targets.Length - 1, 1, 0, 0, 0, 404, 2),
        ];
        var cube = new Cube(targets, ["e2e.test/v1.20 -- [sig-node] Pods should run  [Conformance]", "curl"], ["u"], [""], ["get"], cells);
        var coverage = CoverageCounter.Count(s_release, cube, null, withDeprecated: true);
        return new AppCoverage(name, new Manifest { App = name, Release = "1.20" }, s_release, cube, coverage, null);
    }
}
