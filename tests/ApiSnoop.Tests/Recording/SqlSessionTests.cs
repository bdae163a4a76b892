using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Sql;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Tests.Recording;

public sealed class SqlSessionTests : IDisposable
{
    static readonly SqlFacts s_facts = new()
    {
        Releases = [new(Recordings.Release, "2020-12-08"), new(new("1.9", [Recordings.Release.Operations[1]], []))],
        Tests = [new("[sig-node] Nodes should be listed [Conformance]", "Nodes, list", "1.9", "d", "test/e2e/node.go")],
        Listed = [new("1.20", "[sig-node] Nodes should be listed [Conformance]")],
        Ineligible = [new("readCoreV1Node", "why", "https://example.com")],
    };

    readonly TemporaryFolder _folder = new();
    readonly RecordingStore _store;

    public SqlSessionTests() => _store = new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    List<object?[]> Query(string sql)
    {
        using var session = new SqlSession(_store, s_facts);
        return Query(session, sql);
    }

    static List<object?[]> Query(SqlSession session, string sql)
    {
        using var result = session.Query(sql, TestContext.Current.CancellationToken);
        return [.. result.Rows()];
    }

    [Theory]
    [InlineData("timestamptz '2026-11-23 08:00:00.000001+00'", "2026-11-23T08:00:00.000001Z")]
    [InlineData("timestamp '2026-11-23 08:00:00.5'", "2026-11-23T08:00:00.5")]
    [InlineData("date '2026-11-23'", "2026-11-23")]
    [InlineData("time '10:00:59.5'", "10:00:59.5")]
    [InlineData("['a', null, 'b\"c']", "[\"a\",null,\"b\\\"c\"]")]
    [InlineData("{'a': 1, 'b': [1.5], 'c': {'d': true}}", "{\"a\":1,\"b\":[1.5],\"c\":{\"d\":true}}")]
    [InlineData("map {'k': 7}", "{\"k\":7}")]
    [InlineData("sum(7)", "7")]
    [InlineData("12345678901234567890123::hugeint", "12345678901234567890123")]
    [InlineData("18446744073709551615::ubigint", "18446744073709551615")]
    [InlineData("1.25", "1.25")]
    [InlineData("0.1::double + 0.2::double", "0.3")]
    [InlineData("0.00001::double", "0.00001")]
    [InlineData("1e300::double", "1E+300")]
    [InlineData("-1e-12::double", "-1E-12")]
    [InlineData("0.1::float", "0.1")]
    [InlineData("'\\xAB'::blob", "ab")]
    [InlineData("'0f8fad5b-d9cb-469f-a165-70867728950e'::uuid", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("null", "")]
    public void A_value_is_told_as_it_is(string sql, string text) => TableWriter.Text(Query("select " + sql)[0][0]).ShouldBe(text);

    [Fact]
    public void In_JSON_numbers_and_lists_stay_what_they_are()
    {
        var json = new StringWriter();
        TableWriter.Write(Table.Of(["n", "d", "l"], Query("select sum(7) as n, 1.5 as d, [1, 2] as l")), TableFormat.Json, json);

        using var read = System.Text.Json.JsonDocument.Parse(json.ToString());
        var row = read.RootElement[0];
        (row.GetProperty("n").GetInt64(), row.GetProperty("d").GetDecimal(), row.GetProperty("l").GetArrayLength()).ShouldBe((7, 1.5m, 2));
    }

    [Fact]
    public void Reasons_are_said_as_exports_say_them()
    {
        Fill();

        foreach (var view in new[] { "request_counts", "audit_event" })
            Query($"select distinct miss_reason from {view} where miss_reason is not null")
                .ShouldHaveSingleItem()[0].ShouldBe("custom resource");
    }

    [Fact]
    public void Calls_of_the_suite_outside_of_a_test_are_no_test()
    {
        new Recordings.Load().Add("listCoreV1Node", "e2e.test/v1.20.2 -- real").Add("readCoreV1Node", "e2e.test/v1.20.2 -- ")
            .Save(_store, "e2e");

        Query("select endpoint from endpoint_coverage where tested and release = '1.20'")
            .ShouldHaveSingleItem()[0].ShouldBe("listCoreV1Node");
        Query("select test from audit_event_test").ShouldHaveSingleItem()[0].ShouldBe("real");
    }

    void Fill()
    {
        Recordings.Small().Save(_store, "e2e");
        new Recordings.Load().Add("readCoreV1Node").Add("readCoreV1Node").Add("listCoreV1Node").Save(_store, "shop");
    }

    [Fact]
    public void Every_view_answers_over_an_empty_store()
    {
        using var session = new SqlSession(_store, SqlFacts.None);
        foreach (var view in KnownViews.All) Query(session, $"from {view.Name}");
    }

    [Fact]
    public void Every_view_answers_over_recordings()
    {
        Fill();
        new Recordings.Load().Add("readCoreV1Node", agent: "live-test/mine").Save(_store, "live");
        using var session = new SqlSession(_store, s_facts);
        foreach (var view in KnownViews.All) Query(session, $"from {view.Name}").ShouldNotBeEmpty(view.Name);
    }

    public static TheoryData<string, string> Filters { get; } = new()
    {
        { "user-agent", "kubectl" }, { "user-agent", "-/^e2e/" }, { "user-agent", "\"\"" }, { "user", "admin" }, { "user", "-adm*" },
        { "service-account", "shop:*" }, { "namespace", "kube-*" }, { "verb", "-list" }, { "test", "listed" },
            { "test-tag", "Conformance" },
        { "test-tag", "-Conformance" }, { "level", "beta" }, { "level", "-beta" }, { "category", "core" }, { "outcome", "succeeded" },
        { "outcome", "refused" }, { "since", "2020-09-13T12:26:41Z" }, { "until", "2020-09-13T12:26:41Z" }, { "user-agent", "nobody" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_filter_keeps_the_requests_that_it_keeps_everywhere(string name, string pattern)
    {
        const long Later = 1_600_000_002_000_000;
        var stored = new Recordings.Load()
            .Add("listCoreV1Node", Recordings.TestAgent, verb: "list").Add("readCoreV1Node", "")
                .Add("readCoreV1Node", "e2e.test/v1 -- unlisted", received: Later)
            .Add("createBatchV1beta1CronJob", user: "system:serviceaccount:shop:shop", space: "kube-system", verb: "create", code: 409)
            .Add(null, "shop/1.0", code: 404, received: Later).Add("watchCoreV1Node", "kubectl/v1.19", verb: "watch")
            .Save(_store, "e2e");
        var filter = RecordingFilter.Parse([new(name, pattern)]);
        var all = filter.Since is null && filter.Until is null ? stored.Cube : CubeOfTimeSpan.Of(stored, filter.Since, filter.Until);
        var kept = filter.Apply(all, Recordings.Release);

        using var session = new SqlSession(_store, s_facts, filter.ForSql());
        Query(session, "select coalesce(sum(requests), 0)::bigint, count(distinct endpoint) from request_counts").Single()
            .ShouldBe([kept.Requests, kept.Cells.Select(c => kept.Targets[c.Target].OperationId).OfType<string>().Distinct().LongCount()]);
        Query(session, "select count(*) from audit_event").Single().ShouldBe([kept.Requests]);
        Query(session, "select count(*) from endpoint_coverage where release = '1.20'").Single()
            .ShouldBe([Recordings.Release.Operations.LongCount(o => !o.Deprecated && filter.Keeps(o))]);
    }

    [Fact]
    public void A_filter_that_keeps_no_test_leaves_nothing_tested()
    {
        Fill();
        using var session = new SqlSession(_store, s_facts, RecordingFilter.Parse([new("user-agent", "kubectl")]).ForSql());
        Query(session, "select count(*) from request_counts where app = 'e2e'").Single().ShouldNotBe([0L]);
        Query(session, "select count(*) from endpoint_coverage where tested").Single().ShouldBe([0L]);
    }

    [Fact]
    public void Columns_have_names_and_types()
    {
        Fill();
        using var session = new SqlSession(_store, s_facts);
        using var result = session.Query("select app, requests, useragent from cube", TestContext.Current.CancellationToken);
        result.Columns.ShouldBe([new("app", "Varchar"), new("requests", "BigInt"), new("useragent", "Varchar")]);
    }

    [Fact]
    public void Audit_events_name_their_test()
    {
        Fill();
        Query("select app, endpoint, test, test_hit, conf_test_hit, code, source from audit_event where app = 'e2e' order by audit_id "
            + "limit 3").ShouldBe(
        [
            ["e2e", "listCoreV1Node", "[sig-node] Nodes should be listed [Conformance]", true, true, 200, "a.log"],
            ["e2e", "listCoreV1Node", "[sig-node] Nodes should be listed [Conformance]", true, true, 200, "a.log"],
            ["e2e", "readCoreV1Node", null, false, false, 200, "a.log"],
        ]);
    }

    [Fact]
    public void Coverage_counts_only_what_a_test_hit()
    {
        Fill();
        Query("select endpoint, tested, conf_tested, len(tests) from endpoint_coverage where release = '1.20' order by endpoint").ShouldBe(
        [
            ["createBatchV1beta1CronJob", false, false, 0L],
            ["listCoreV1Node", true, true, 1L],
            ["readCoreV1Node", false, false, 0L],
        ]);
    }

    [Fact]
    public void A_test_run_that_names_no_tests_counts_whole()
    {
        new Recordings.Load().Add("readCoreV1Node").Save(_store, "e2e");
        Query("select endpoint from endpoint_coverage where tested")[0][0].ShouldBe("readCoreV1Node");
        Query("select test_hit, conf_test_hit from audit_event")[0].ShouldBe([true, false]);
    }

    [Fact]
    public void Untested_stable_endpoints_come_with_their_use()
    {
        Fill();
        Query("select endpoint, release, eligible, requests, apps from untested_stable_endpoint")
            .ShouldBe([["readCoreV1Node", "1.20", false, 2L, 1L]]);
    }

    [Fact]
    public void Only_apps_count_as_users_and_the_run_is_known_by_its_kind()
    {
        Fill();
        _store.SetKind("shop", RecordingKind.Cluster);
        Query("select requests, apps from untested_stable_endpoint").ShouldBe([[0L, 0L]]);
        Query("select app, kind, test_run from recording order by app").ShouldBe([["e2e", "run", true], ["shop", "cluster", false]]);
    }

    [Fact]
    public void A_release_that_no_run_covers_is_not_observed_rather_than_untested()
    {
        Fill();
        Query("select tested, conf_tested from endpoint_coverage where release = '1.9'").ShouldAllBe(r => r[0] == null && r[1] == null);
        Query("select count(*) from endpoint_coverage where release = '1.20' and tested is null").Single().ShouldBe([0L]);
    }

    [Fact]
    public void Eligible_endpoints_know_their_first_release_and_test()
    {
        Fill();
        Query("select endpoint, first_release, first_conformance_test, file from conformance.eligible_endpoint_coverage").ShouldBe(
            [["listCoreV1Node", "1.9", "1.9", "test/e2e/node.go"]]);
    }

    [Fact]
    public void Relations_and_columns_describe_themselves()
    {
        Query("select name from describe_relations() where schema = 'conformance'").Select(r => r[0]).ShouldContain("eligible_endpoint");
        Query("""select "column" from describe_columns('main', 'open_api')""").Select(r => r[0]).ShouldBe(
            ["release", "release_date", "endpoint", "level", "category", "path", "k8s_group", "k8s_version", "k8s_kind", "k8s_action",
                "deprecated", "method"]);
        Query("select release from grab_past_releases()").ShouldBe([["1.9"], ["1.20"]]);
        Query("select name from describe_relation('main', 'audit_event')").Count.ShouldBe(1);
        Query("""select type from describe_column('main', 'open_api', 'deprecated')""")[0][0].ShouldBe("BOOLEAN");
    }

    [Theory]
    [InlineData("describe audit_event")]
    [InlineData("summarize open_api")]
    [InlineData("with x as (select 1) from x;")]
    [InlineData("show tables")]
    [InlineData("values (1)")]
    public void Whatever_only_reads_is_a_query(string sql) => Query(sql).ShouldNotBeEmpty();

    [Theory]
    [InlineData("create table x(a int)")]
    [InlineData("drop view audit_event")]
    [InlineData("insert into open_api select * from open_api")]
    [InlineData("copy (select 1) to 'x.csv'")]
    [InlineData("attach 'x.db'")]
    [InlineData("install httpfs")]
    [InlineData("set enable_external_access = true")]
    [InlineData("select 1; drop table open_api")]
    [InlineData("select 1; select 2")]
    [InlineData("export database 'x'")]
    [InlineData("pragma database_list")]
    [InlineData("checkpoint")]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("select from where")]
    [InlineData("select * from nothing")]
    [InlineData("from read_text('/etc/passwd')")]
    [InlineData("from read_csv('/etc/passwd')")]
    [InlineData("from '/etc/passwd'")]
    [InlineData("from glob('/*')")]
    [InlineData("from read_parquet('https://example.com/x.parquet')")]
    public void Whatever_writes_or_leaves_the_store_is_refused(string sql)
    {
        Fill();
        Should.Throw<SqlException>(() => Query(sql)).Message.ShouldNotBeEmpty();
    }

    [Fact]
    public void Copy_cannot_hide_in_the_stores_own_folder()
    {
        Fill();
        var target = Path.Combine(_folder.Path, "apps", "x.parquet");
        Should.Throw<SqlException>(() => Query($"copy (select 1) to '{target}'"));
        File.Exists(target).ShouldBeFalse();
    }

    [Fact]
    public void A_session_survives_that_a_recording_is_replaced()
    {
        Fill();
        using var session = new SqlSession(_store, s_facts);
        Query(session, "select count(*) from audit_event where app = 'shop'")[0][0].ShouldBe(3L);
        new Recordings.Load().Add("readCoreV1Node").Save(_store, "shop");
        Query(session, "select count(*) from audit_event where app = 'shop'")[0][0].ShouldBe(1L);
        _store.Remove("shop");
        Query(session, "select count(*) from audit_event where app = 'shop'")[0][0].ShouldBe(0L);
    }

    [Fact]
    public async Task A_query_can_be_stopped()
    {
        using var session = new SqlSession(_store, s_facts);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => Task.Run(() =>
        {
            using var result =
                session.Query("select count(*) from range(1000000) a, range(1000000) b where a.range + b.range = 7", stop.Token);
            foreach (var _ in result.Rows()) { }
        }));
    }

    [Fact]
    public void Names_with_quotes_do_no_harm()
    {
        Recordings.Small().Save(_store, "o'brien");
        Query("select distinct app from audit_event")[0][0].ShouldBe("o'brien");
    }
}
