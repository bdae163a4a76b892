namespace ApiSnoop.Recording.Sql;

/// <summary>
/// The views by the names that the users of the earlier Postgres database know, and what each tells.
/// Where that database looked at the newest release only, these look at the newest one whose test run is loaded.
/// </summary>
internal static class KnownViews
{
    public static readonly (string Name, string Comment, string Query)[] All =
    [
        ("coverage_release", "The newest release with a loaded test run (the app e2e), else the newest known one.", """
            select coalesce(
                (select release from recording join kubernetes_release using (release)
                    where test_run and number is not null order by number desc limit 1),
                (select release from kubernetes_release where number is not null order by number desc limit 1)) as release
            """),
        ("test_request", "Counted requests of the test run (the app e2e); where its log names no tests, all of them.", """
            select c.release, endpoint, test, requests,
                   case when exists (from conformance.listed_test l where l.release = c.release)
                        then exists (from conformance.listed_test l where l.release = c.release and l.codename = c.test)
                        else coalesce(contains(test, '[Conformance]'), false) end as conf_test_hit
            from request_counts c
            where app = (select app from recording where test_run) and (test is not null or not (select yes from run_names_tests))
            """),
        ("audit_event", "One row for each request of each recording; never its bodies.", """
            select r.app, r.release, k.release_date, audit_id, endpoint, useragent, test,
                   test is not null or (coalesce(test_run, false) and not (select yes from run_names_tests)) as test_hit,
                   test is not null and case when exists (from conformance.listed_test l where l.release = r.release)
                        then exists (from conformance.listed_test l where l.release = r.release and l.codename = r.test)
                        else contains(test, '[Conformance]') end as conf_test_hit,
                   verb, request_uri, code, username, impersonator, "namespace", request_received, duration_us, stage,
                   miss_reason, miss_name, source
            from request_row r left join kubernetes_release k using (release) left join recording using (app)
            """),
        ("cube", "The counts of all recordings; the same as request_counts.", "from request_counts"),
        ("endpoint_coverage",
            "Each operation that is not deprecated, and whether the test run of its release hits it; null where none is loaded.", """
            select o.release, o.release_date, o.level, o.category, o.path, o.k8s_group as "group", o.k8s_version as version,
                   o.k8s_kind as kind,
                   o.endpoint, case when r.release is not null then t.endpoint is not null end as tested,
                   case when r.release is not null then coalesce(t.conf_tested, false) end as conf_tested,
                   coalesce(t.tests, []) as tests, coalesce(t.requests, 0) as requests
            from open_api o left join (
                select release, endpoint, bool_or(conf_test_hit) as conf_tested, sum(requests)::bigint as requests,
                       list(distinct test order by test) filter (where test is not null) as tests
                from test_request where endpoint is not null group by all) t on t.release = o.release and t.endpoint = o.endpoint
            left join (select release from recording where test_run) r on r.release = o.release
            where not o.deprecated order by o.level desc, o.endpoint
            """),
        ("audit_event_test", "The tests seen in each release's test run, with their place in the conformance list.", """
            select t.release, t.test, c.codename is not null as conformance_test, c.testname, c.file, c.release as promotion_release
            from (select distinct release, test from test_request where test is not null) t left
                join conformance.test c on c.codename = t.test
            """),
        ("conformance.eligible_endpoint", "Stable endpoints of the newest release that conformance asks for.", """
            select o.release, endpoint, level, category, path, k8s_group, k8s_version, k8s_kind, k8s_action,
                   endpoint in (from conformance.pending_eligible_endpoint) as pending
            from open_api o
            where o.release = (select release from kubernetes_release where number is not null order by number desc limit 1)
              and level = 'stable' and not deprecated and endpoint not in (select endpoint from conformance.ineligible_endpoint)
            """),
        ("conformance.new_endpoint", "Each eligible endpoint with the release that introduced it.", """
            select e.endpoint, f.release, exists (from test_request t where t.endpoint = e.endpoint and t.conf_test_hit) as tested
            from conformance.eligible_endpoint e join (
                select o.endpoint, arg_min(o.release, k.number) as release
                from open_api o join kubernetes_release k using (release) where k.number is not null group by o.endpoint) f using (endpoint)
            """),
        ("conformance.eligible_endpoint_coverage", "Each eligible endpoint with its first release and its first conformance test.", """
            select n.endpoint, n.release as first_release, t.promotion_release as first_conformance_test, t.testname as test,
                   t.codename, t.file,
                   coalesce(t.releases, []) as all_test_releases
            from conformance.new_endpoint n left join (
                select h.endpoint, arg_min(c.release, k.number) as promotion_release, arg_min(c.testname, k.number) as testname,
                       arg_min(c.codename, k.number) as codename, arg_min(c.file, k.number) as file, list(distinct c.release) as releases
                from (select distinct endpoint, test from test_request) h join conformance.test c on c.codename = h.test
                left join kubernetes_release k on k.release = c.release group by h.endpoint) t using (endpoint)
            """),
        ("conformance.coverage_per_release",
            "By release of introduction: new endpoints, tested and untested today, and running totals.", """
            select release, new_endpoints, tested, new_endpoints - tested as still_untested,
                   (sum(new_endpoints) over running)::bigint as total_endpoints, (sum(tested) over running)::bigint as total_tested
            from (select first_release as release, count(*) as new_endpoints, count(codename) as tested
                  from conformance.eligible_endpoint_coverage group by all)
            join kubernetes_release using (release) window running as (order by number) order by number
            """),
        ("conformance.progress", "Per release, from 1.8: endpoints that came, tests that came, and what covered what.", """
            select k.release, k.release_date,
                   count(*) filter (where f.number = k.number) as new_endpoints,
                   (select count(*) from conformance.test c where c.release = k.release) as new_tests,
                   count(*) filter (where f.number = k.number and list_contains(e.all_test_releases,
                       k.release)) as new_endpoints_promoted_with_tests,
                   count(*) filter (where f.number = k.number and c.number = k.number) as new_endpoints_covered_by_new_tests,
                   count(*) filter (where f.number = k.number and c.number < k.number) as new_endpoints_covered_by_old_tests,
                   count(*) filter (where f.number < k.number and c.number = k.number) as old_endpoints_covered_by_new_tests,
                   count(*) filter (where f.number <= k.number) as total_endpoints,
                   count(*) filter (where f.number <= k.number and c.number <= k.number) as total_tested,
                   count(*) filter (where f.number = k.number and c.number is null) as endpoints_still_untested_today
            from kubernetes_release k, conformance.eligible_endpoint_coverage e
            join kubernetes_release f on f.release = e.first_release left join kubernetes_release c on c.release = e.first_conformance_test
            where k.number >= 1008 group by k.release, k.release_date, k.number order by k.number
            """),
        ("testing.untested_stable_endpoint",
            "Stable endpoints that the newest test run does not hit, and how much other apps use them.", """
            select c.endpoint, c.path, c.category, c."group", c.version, c.kind, c.release,
                   c.endpoint not in (select endpoint from conformance.ineligible_endpoint) as eligible,
                   coalesce(u.requests, 0) as requests, coalesce(u.apps, 0) as apps
            from endpoint_coverage c left join (
                select endpoint, sum(requests)::bigint as requests, count(distinct app) as apps from request_counts
                where app in (select app from recording where kind = 'app') group by endpoint) u using (endpoint)
            where c.release = (select release from coverage_release) and c.level = 'stable' and not c.tested order by c.endpoint
            """),
        ("untested_stable_endpoint", "The same as testing.untested_stable_endpoint.", "from testing.untested_stable_endpoint"),
        ("testing.audit_event", "Requests whose user agent starts with live: a test that is being written.",
            "from main.audit_event where starts_with(useragent, 'live')"),
        ("testing.endpoint_hit_by_new_test", "What live requests hit, and whether the test run hits it already.", """
            select endpoint, n.useragent, exists (from test_request t where t.endpoint = n.endpoint) as hit_by_ete,
                   sum(n.requests)::bigint as hit_by_new_test
            from request_counts n where starts_with(n.useragent, 'live') and n.endpoint is not null group by n.endpoint, n.useragent
            """),
        ("testing.projected_change_in_coverage", "The coverage of stable endpoints if the live requests were a test.", """
            select count(*) as total_endpoints, count(*) filter (where tested) as old_coverage,
                   count(*) filter (where tested or live) as new_coverage, count(*) filter (where live and not tested) as change_in_number
            from (select tested, endpoint in (select endpoint from testing.endpoint_hit_by_new_test) as live
                  from endpoint_coverage where level = 'stable' and release = (select release from coverage_release))
            """),
    ];

    /// <summary>The views and the helper functions as relations.</summary>
    public static IEnumerable<Relation> Relations() => All.Select(v => new Relation(
        v.Name, v.Query, c => c.Run($"create view {v.Name} as {v.Query}; comment on view {v.Name} is {Literal.Text(v.Comment)}")))
        .Concat(Macros.Select(m => new Relation(m.Name, m.Create, c => c.Run(m.Create))));

    /// <summary>The helper functions, as macros.</summary>
    public static readonly (string Name, string Create)[] Macros =
    [
        ("describe_relations", """
            create macro describe_relations() as table
            select schema_name as schema, view_name as name, comment from duckdb_views() where not internal
            union all select schema_name, table_name, comment from duckdb_tables() order by all
            """),
        ("describe_relation", """
            create macro describe_relation(schema_, relation) as table
            select * from describe_relations() where schema = schema_ and name = relation
            """),
        ("describe_columns", """
            create macro describe_columns(schema_, relation) as table
            select column_name as "column", data_type as type, is_nullable as nullable from duckdb_columns()
            where schema_name = schema_ and table_name = relation order by column_index
            """),
        ("describe_column", """
            create macro describe_column(schema_, relation, column_) as table
            select * from describe_columns(schema_, relation) where "column" = column_
            """),
        ("grab_past_releases", """
            create macro grab_past_releases() as table
            select release, release_date from kubernetes_release where number is not null order by number
            """),
    ];
}
