using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Matching;
using ApiSnoop.Recording.Sql;
using ApiSnoop.Reports;

namespace ApiSnoop.Tests.Field;

/// <summary>Small logs in the shapes of public bug reports, with the right answers that were found by hand.</summary>
public class FieldLogTests
{
    [Fact]
    public void A_panic_after_the_response_started_is_the_outcome()
    {
        using var load = new FieldLoad("05-panic/audit.log");

        (load.Facts.Events, load.Facts.Requests, load.Facts.MatchedRequests).ShouldBe((6, 4, 3));
        load.Cube.Cells.Where(c => c.Code == 500).Sum(c => c.Requests).ShouldBe(3);
    }

    [Fact]
    public void Suites_of_any_name_name_their_tests()
    {
        using var load = new FieldLoad("10-renamed-e2e-binary/audit.log");

        load.Facts.Release.ShouldBe("1.25");
        load.Counts.ShouldBe((8, 8, 8, 0, 7));
        var coverage = load.Recording.Coverage(RecordingFilter.All).Coverage;
        coverage.Tests.Length.ShouldBe(3);
        load.Cube.Cells.Where(c => load.Recording.Naming.Of(load.Cube.Agents[c.Agent]) is not null).Sum(c => c.Requests).ShouldBe(6);
    }

    [Fact]
    public void Odd_slashes_lead_to_reasons_that_help()
    {
        using var load = new FieldLoad("11-odd-slashes/audit.log");

        (load.Facts.Requests, load.Facts.MatchedRequests).ShouldBe((13, 7));
        load.Misses.Select(m => m.Reason).Distinct().Order().ShouldBe([MissReason.EmptySegment, MissReason.NeedsNamespace]);
    }

    [Fact]
    public void Filters_ask_for_the_user_in_whose_name_it_was_done()
    {
        using var all = new FieldLoad("14-impersonation/audit.log");
        using var deployer = new FieldLoad(
            "14-impersonation/audit.log", new LoadFilterTerms { ServiceAccounts = [ServiceAccountPattern.Parse("shop:deployer")] });
        using var smith = new FieldLoad(
            "14-impersonation/audit.log", new LoadFilterTerms { Users = [TextPattern.Parse("agent-smith", prose: false)] });
        using var impersonated = new FieldLoad(
            "14-impersonation/audit.log", new LoadFilterTerms { Impersonators = [TextPattern.Parse("-\"\"", prose: false)] });

        (all.Facts.Requests, all.Operations.Count).ShouldBe((7, 6));
        deployer.Facts.Requests.ShouldBe(3);
        smith.Facts.Requests.ShouldBe(2);
        impersonated.Facts.Requests.ShouldBe(
            all.Cube.Cells.Where(c => all.Cube.Impersonators[c.Impersonator].Length > 0).Sum(c => c.Requests));
    }

    [Fact]
    public void Where_ids_and_times_are_redacted_verb_and_URI_tell_requests_apart()
    {
        using var load = new FieldLoad("25-redacted/x.log", release: "1.30");

        (load.Facts.Requests, load.Operations.Count).ShouldBe((4, 4));
    }

    [Fact]
    public void Of_two_releases_that_served_a_log_the_one_is_taken_that_more_requests_match()
    {
        using var load = new FieldLoad("27-upgrade-in-the-middle/audit.log.gz");
        using var other = new FieldLoad("27-upgrade-in-the-middle/audit.log.gz", release: "1.25");

        (load.Facts.Release, load.Facts.Requests, load.Facts.MatchedRequests).ShouldBe(("1.24", 300, 300));
        load.Facts.ReleaseEvidence.ShouldContain("1.24 300, 1.25 102");
        other.Facts.MatchedRequests.ShouldBe(102);
        other.Facts.Notes.ShouldContain(
            "198 requests match nothing in 1.25, but do in 1.24, which served this log, too: load it with --release 1.24.");
    }

    [Fact]
    public void Crawlers_walk_many_versions()
    {
        using var load = new FieldLoad("28-crawlers-on-deprecated/audit.log");

        load.Facts.Release.ShouldBe("1.21");
        (load.Facts.Requests, load.Operations.Count).ShouldBe((14, 9));
    }

    [Fact]
    public void An_absent_verb_is_unknown_and_only_an_empty_one_is_OPTIONS()
    {
        using var load = new FieldLoad("31-verb-absent/audit.log");

        (load.Facts.Requests, load.Facts.MatchedRequests).ShouldBe((4, 2));
        load.Misses.Select(m => m.Reason).Distinct().ShouldBe([MissReason.NoVerb]);
        load.Facts.Notes.ShouldContain(
            n => n.StartsWith("1 request had a method that Kubernetes has no verb for", StringComparison.Ordinal));
    }

    [Fact]
    public void A_real_servers_answers_to_odd_paths_are_read_as_it_read_them()
    {
        using var load = new FieldLoad("odd-paths/odd-paths-v1.20.2.log.gz", release: "1.20");

        load.Counts.ShouldBe((346, 155, 97, 58, 55));
        load.Operations.ShouldContain("listCoreV1NamespacedSecret");
        load.Cube.Cells.ShouldAllBe(c =>
            c.Code != 405 || load.Cube.Targets[c.Target].OperationId == null
                || load.Cube.Targets[c.Target].OperationId!.StartsWith("connect"));
    }

    [Fact]
    public void Other_suites_name_tests_by_a_pattern()
    {
        using var folder = new Recording.TemporaryFolder();
        var log = System.IO.Path.Combine(folder.Path, "audit.log");
        File.WriteAllLines(log,
        [
            Audit.AuditText.Event("1", agent: "gateway-api-conformance.test::v1.1.0::HTTPRouteMatching::HTTPRoute"),
            Audit.AuditText.Event("2", agent: "curl/8"),
        ]);
        var store = new ApiSnoop.Recording.RecordingStore(folder.Path);
        AuditLoad.Run(
            new LoadRequest { App = "app", Inputs = [log], TestPattern = @"^[^:]+\.test::[^:]*::(?<test>[^:]+)::" }, store,
            new LoadProgress(), CancellationToken.None);

        var shelf = new RecordingShelf(store);
        shelf.Open("app")!.Coverage(RecordingFilter.All).Coverage.Tests.Select(t => t.Name).ShouldBe(["HTTPRouteMatching"]);
        Sql(shelf, "select test from request_counts order by test nulls last").ShouldBe(["HTTPRouteMatching", null]);
    }

    [Fact]
    public void A_test_name_that_the_server_cut_is_found_by_its_beginning()
    {
        var whole = ConformanceFacts.For(new ReleaseVersion(1, 30)).Tests.MaxBy(t => t.Codename.Length)!.Codename;
        var agent = "e2e.test/v1.30.0 (linux/amd64) kubernetes/a -- " + whole[..^20] + "...TRUNCATED";
        using var folder = new Recording.TemporaryFolder();
        var log = System.IO.Path.Combine(folder.Path, "audit.log");
        File.WriteAllLines(log,
        [
            Audit.AuditText.Event("1", agent: agent),
                Audit.AuditText.Event("2", agent: "e2e.test/v1.30.0 -- [sig-a] of no list...TRUNCATED"),
        ]);
        var store = new ApiSnoop.Recording.RecordingStore(folder.Path);
        AuditLoad.Run(
            new LoadRequest { App = "e2e", Inputs = [log], Release = new ReleaseVersion(1, 30) }, store, new LoadProgress(),
            CancellationToken.None);

        var shelf = new RecordingShelf(store);
        var tests = shelf.Open("e2e")!.Coverage(RecordingFilter.All).Coverage.Tests;
        tests.Select(t => (t.Name, t.IsCut)).ShouldBe([("[sig-a] of no list...TRUNCATED", true), (whole, true)], ignoreOrder: true);
        Sql(shelf, "select test from request_row order by test = '[sig-a] of no list...TRUNCATED'")
            .ShouldBe([whole, "[sig-a] of no list...TRUNCATED"]);
    }

    static List<object?> Sql(RecordingShelf shelf, string query)
    {
        using var session = new SqlSession(shelf.Store, ShelfFacts.Of(shelf));
        using var answer = session.Query(query);
        return [.. answer.Rows().Select(r => r[0])];
    }
}
