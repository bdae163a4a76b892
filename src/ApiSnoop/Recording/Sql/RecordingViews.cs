using System.Globalization;
using System.Text;
using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Sql;

/// <summary>Views over the Parquet files of all recordings; nothing is read before a query asks for it.</summary>
internal static class RecordingViews
{
    /// <summary>Design, number 7: a test is what follows the first separator in the user agent of e2e.test.</summary>
    const string Test =
        "case when starts_with(user_agent, 'e2e.test') and contains(user_agent, ' -- ') "
        + "then substr(user_agent, instr(user_agent, ' -- ') + 4) end";

    const string NoRows =
        "(select null::timestamptz as received, null::bigint as duration_us, null::varchar as operation, null::varchar as miss_reason, "
        + "null::varchar as miss_name, null::varchar as verb, null::integer as code, null::varchar as stage, null::varchar as user_agent, "
        + "null::varchar as username, null::varchar as \"namespace\", null::varchar as audit_id, null::varchar as request_uri, "
        + "null::varchar as sample_uri, null::bigint as requests, null::varchar as filename where false)";

    public static IEnumerable<Relation> All(RecordingStore store)
    {
        yield return new("recording", "", connection => connection.Run(Recordings(store.Manifests())));
        yield return new("request_counts", "", connection => RequestCounts(connection, store));
        yield return new("request_row", "", connection => RequestRows(connection, store));
    }

    static void RequestCounts(DuckDBConnection connection, RecordingStore store)
    {
        var files = store.Manifests().Select(m => (Manifest: m, Path.Combine(store.FolderOf(m.App), m.CubeFile))).ToList();
        connection.Run(Files("cube_file", files));
        connection.Run($"""
            create or replace view request_counts as
            select app, release, operation as endpoint, miss_reason, miss_name, sample_uri, verb, code, user_agent as useragent,
                   {Test} as test, username, "namespace", requests
            from {Source(files)} join cube_file using (filename)
            """);
    }

    static void RequestRows(DuckDBConnection connection, RecordingStore store)
    {
        var files = store.Manifests()
            .SelectMany(m => m.RequestFiles.Select(f => (Manifest: m, Path.Combine(store.FolderOf(m.App), f)))).ToList();
        connection.Run(Files("request_file", files));
        connection.Run($"""
            create or replace view request_row as
            select app, release, audit_id, operation as endpoint, user_agent as useragent, {Test} as test, verb, request_uri, code,
                   username, "namespace", received as request_received, duration_us, stage, miss_reason, miss_name
            from {Source(files)} join request_file using (filename)
            """);
    }

    static string Source(List<(Manifest Manifest, string Path)> files) =>
        files.Count == 0 ? NoRows : $"read_parquet({Literal.List(files.Select(f => f.Path))}, filename = true)";

    static string Files(string table, List<(Manifest Manifest, string Path)> files) =>
        Values(table, "filename varchar, app varchar, release varchar", files.Select(f => new[] { f.Path, f.Manifest.App, f.Manifest.Release }));

    static string Recordings(IEnumerable<Manifest> manifests) => Values(
        "recording", "app varchar, release varchar, source varchar, loaded_at varchar",
        manifests.Select(m => new[]
        {
            m.App, m.Release, string.Join(" ", m.Sources.Select(s => s.Name)), m.LoadedAt.ToString("O", CultureInfo.InvariantCulture),
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
