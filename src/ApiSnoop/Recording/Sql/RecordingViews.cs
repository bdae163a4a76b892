using System.Globalization;
using System.Text;
using ApiSnoop.Matching;
using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Sql;

/// <summary>Views over the Parquet files of all recordings; nothing is read before a query asks for it.</summary>
internal static class RecordingViews
{
    /// <summary>Design, number 7: a test is what follows the first separator in a program's user agent; nothing is no test.</summary>
    const string UsualTest =
        "case when instr(user_agent, ' -- ') > 1 then nullif(substr(user_agent, instr(user_agent, ' -- ') + 4), '') end";

    /// <summary>The same, unless the recording's user agents name it in another way; see <see cref="SqlFacts.NamedTests"/>.</summary>
    const string Test = $"coalesce(n.test, {UsualTest})";

    /// <summary>The reasons as every export says them; the files have their names in the code.</summary>
    static readonly string s_reason = "case miss_reason "
        + string.Concat(Enum.GetValues<MissReason>().Select(r => $"when '{r}' then {Literal.Text(r.Text())} ")) + "end as miss_reason";

    const string NoRows =
        "(select null::timestamptz as received, null::bigint as duration_us, null::varchar as operation, null::varchar as miss_reason, "
        + "null::varchar as miss_name, null::varchar as verb, null::integer as code, null::varchar as stage, null::varchar as user_agent, "
        + "null::varchar as username, null::varchar as \"namespace\", null::varchar as audit_id, null::varchar as request_uri, "
        + "null::varchar as sample_uri, null::bigint as requests, null::varchar as filename, null::varchar as impersonator, "
        + "null::varchar as deprecation, null::timestamptz as first_received, null::timestamptz as last_received where false)";

    public static IEnumerable<Relation> All(RecordingStore store, SqlFacts facts, SqlFilter filter)
    {
        yield return new("named_test", "", connection => connection.Run(Values(
            "named_test", "app varchar, user_agent varchar, test varchar",
            facts.NamedTests().Select(t => new[] { t.App, t.UserAgent, t.Test }))));
        foreach (var kept in filter.Relations(store)) yield return kept;
        yield return new("recording", "", connection => connection.Run(Recordings(store.Manifests(), RunOf(store))));
        yield return new("request_counts", $"named_test {filter.Needs}", connection =>
        {
            if (filter.AsksForTimes) CountedRows(connection, store, filter);
            else RequestCounts(connection, store, filter);
        });
        yield return new("request_row", $"named_test {filter.Needs}", connection => RequestRows(connection, store, filter));
        yield return new("run_names_tests", "named_test", connection => RunNamesTests(connection, store, RunOf(store)));
    }

    static string? RunOf(RecordingStore store) => TestRuns.Chosen(store.Manifests())?.App;

    /// <summary>Decided on the whole recording: a filter that keeps no test must not make every request count as a test's.</summary>
    static void RunNamesTests(DuckDBConnection connection, RecordingStore store, string? run)
    {
        var runs = CubeFiles(store).Where(f => f.Manifest.App == run).ToList();
        connection.Run($"create or replace view run_names_tests as select exists (from {Source(runs)} where {UsualTest} is not null) "
            + $"or exists (from named_test where app = {Literal.Text(run ?? "")}) as yes");
    }

    static List<(Manifest Manifest, string Path)> CubeFiles(RecordingStore store) =>
        [.. store.Manifests().Select(m => (m, Path.Combine(store.FolderWith(m, rows: false), m.CubeFile)))];

    static List<(Manifest Manifest, string Path)> RowFiles(RecordingStore store) =>
        [.. store.Manifests().Where(m => !m.RequestFiles.IsEmpty).SelectMany(m => Rows(m, store.FolderWith(m, rows: true)))];

    static IEnumerable<(Manifest Manifest, string Path)> Rows(Manifest manifest, string folder) =>
        manifest.RequestFiles.Select(f => (manifest, Path.Combine(folder, f)));

    static void CountedRows(DuckDBConnection connection, RecordingStore store, SqlFilter filter)
    {
        var files = RowFiles(store);
        connection.Run(Files("request_file", files));
        connection.Run($"""
            create or replace view request_counts as
            select app, release, operation as endpoint, {s_reason}, miss_name, min(request_uri) as sample_uri, verb, code,
                   user_agent as useragent, {Test} as test, username, "namespace", count(*) as requests, impersonator, deprecation,
                   min(received) as first_received, max(received) as last_received
            from {Source(files)} join request_file using (filename) left join named_test n using (app, user_agent)
            where {filter.Where} group by all
            """);
    }

    static void RequestCounts(DuckDBConnection connection, RecordingStore store, SqlFilter filter)
    {
        var files = CubeFiles(store);
        connection.Run(Files("cube_file", files));
        connection.Run($"""
            create or replace view request_counts as
            select app, release, operation as endpoint, {s_reason}, miss_name, sample_uri, verb, code, user_agent as useragent,
                   {Test} as test, username, "namespace", requests, impersonator, deprecation, first_received, last_received
            from {Source(files)} join cube_file using (filename) left join named_test n using (app, user_agent)
            where {filter.Where}
            """);
    }

    static void RequestRows(DuckDBConnection connection, RecordingStore store, SqlFilter filter)
    {
        var files = RowFiles(store);
        connection.Run(Files("request_file", files));
        connection.Run($"""
            create or replace view request_row as
            select app, release, audit_id, operation as endpoint, user_agent as useragent, {Test} as test, verb, request_uri, code,
                   username, "namespace", received as request_received, duration_us, stage, {s_reason}, miss_name,
                   impersonator, deprecation
            from {Source(files)} join request_file using (filename) left join named_test n using (app, user_agent)
            where {filter.Where}
            """);
    }

    /// <summary>
    /// All rows of some files. Those of older formats lack the newer columns, so that a relation without rows has them all.
    /// </summary>
    static string Source(List<(Manifest Manifest, string Path)> files)
    {
        if (files.Count == 0) return NoRows;
        var paths = Literal.List(files.Select(f => f.Path));
        return files.TrueForAll(f => f.Manifest.Format == Manifest.CurrentFormat)
            ? $"read_parquet({paths}, filename = true)"
            : $"(from {NoRows} union all by name from read_parquet({paths}, filename = true, union_by_name = true))";
    }

    static string Files(string table, List<(Manifest Manifest, string Path)> files) =>
        Values(table, "filename varchar, app varchar, release varchar",
            files.Select(f => new[] { f.Path, f.Manifest.App, f.Manifest.Release }));

    static string Recordings(IEnumerable<Manifest> manifests, string? run) => Values(
        "recording", "app varchar, release varchar, source varchar, loaded_at varchar, kind varchar, test_run boolean",
        manifests.Select(m => new[]
        {
            m.App, m.Release, string.Join(" ", m.Sources.Select(s => s.Name)), m.LoadedAt.ToString("O", CultureInfo.InvariantCulture),
            m.Kind.Text(), m.App == run ? "true" : "false",
        }));

    static string Values(string table, string columns, IEnumerable<string[]> rows)
    {
        var sql = new StringBuilder($"create or replace table {table}({columns});");
        var first = true;
        foreach (var row in rows)
        {
            sql.Append(first ? $"insert into {table} values (" : ", (").AppendJoin(", ", row.Select(Literal.Text)).Append(')');
            first = false;
        }

        return sql.ToString();
    }
}
