using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Parquet;
using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Sql;

/// <summary>Brings the facts into DuckDB by way of Parquet files, many times faster than row by row.</summary>
internal static class FactTables
{
    /// <summary>The tables, each made by way of a file in <paramref name="folder"/> that is gone right after.</summary>
    public static IEnumerable<Relation> All(SqlFacts facts, string folder, SqlFilter filter)
    {
        yield return new("kubernetes_release", "", connection => Table(
            connection, folder, "kubernetes_release", ["release", "release_date", "number"], facts.Releases, ReleaseRow,
            "release, release_date::date as release_date, number::integer as number"));
        yield return new("open_api", "", connection => Table(
            connection, folder, "open_api", s_operationColumns,
            [.. facts.Releases.SelectMany(r => r.Release.Operations.Where(o => filter.Operations?.Invoke(o) ?? true).Select(o => (r, o)))],
                OperationRow,
            "* replace (release_date::date as release_date, deprecated::boolean as deprecated)"));
        yield return new("conformance.test", "", connection => Table(
            connection, folder, "conformance.test", ["testname", "codename", "release", "description", "file"],
            facts.Tests, t => [t.Testname, t.Codename, t.Release, t.Description, t.File]));
        yield return new("conformance.listed_test", "", connection => Table(
            connection, folder, "conformance.listed_test", ["release", "codename"], facts.Listed, t => [t.Release, t.Codename]));
        yield return new("conformance.ineligible_endpoint", "", connection => Table(
            connection, folder, "conformance.ineligible_endpoint", ["endpoint", "reason", "link"],
            facts.Ineligible, e => [e.Endpoint, e.Reason, e.Link]));
        yield return new("conformance.pending_eligible_endpoint", "", connection => Table(
            connection, folder, "conformance.pending_eligible_endpoint", ["endpoint"], facts.Pending, e => [e]));
    }

    static readonly string[] s_operationColumns =
    [
        "release", "release_date", "endpoint", "level", "category", "path", "k8s_group", "k8s_version", "k8s_kind", "k8s_action",
            "deprecated", "method",
    ];

    static string?[] ReleaseRow(SqlRelease release) =>
    [
        release.Release.Name, release.Date,
        release.Release.Version is { } v ? string.Create(CultureInfo.InvariantCulture, $"{v.Major * 1000 + v.Minor}") : null,
    ];

    static string?[] OperationRow((SqlRelease Release, Operation Operation) row) =>
    [
        row.Release.Release.Name, row.Release.Date, row.Operation.Id, row.Operation.Level.Text(),
        row.Operation.Category, row.Operation.Path, row.Operation.Group, row.Operation.Version, row.Operation.Kind,
        row.Operation.Action, row.Operation.Deprecated ? "true" : "false", row.Operation.Method.Text(),
    ];

    static void Table<T>(
        DuckDBConnection connection, string folder, string name, string[] columns, ImmutableArray<T> rows, Func<T, string?[]> values,
            string select = "*")
    {
        Directory.CreateDirectory(folder);
        try
        {
            var path = Path.Combine(folder, name + ".parquet");
            Write(path, columns, rows, values);
            connection.Run($"create table {name} as select {select} from read_parquet({Literal.Text(path)})");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Write<T>(string path, string[] columns, ImmutableArray<T> rows, Func<T, string?[]> values) =>
        ParquetWriter.Create(path, [.. columns.Select(c => new ParquetColumn(c, ColumnKind.Text, true))], writer =>
        {
            if (rows.Length == 0) return;
            var table = rows.Select(values).ToArray();
            writer.BeginRowGroup(rows.Length);
            for (var column = 0; column < columns.Length; column++) WriteColumn(writer, table, column);
            writer.EndRowGroup();
        });

    static void WriteColumn(ParquetWriter writer, string?[][] table, int column)
    {
        var texts = new DistinctTexts();
        writer.Texts([.. table.Select(row => texts.Number(row[column]))], texts);
    }

    sealed class DistinctTexts : ITextSource
    {
        readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        readonly List<string> _texts = [];

        public int Number(string? text)
        {
            if (text is null) return -1;
            if (_numbers.TryGetValue(text, out var number)) return number;
            _numbers.Add(text, _texts.Count);
            _texts.Add(text);
            return _texts.Count - 1;
        }

        public ReadOnlySpan<byte> Utf8(int id) => Encoding.UTF8.GetBytes(_texts[id]);
    }
}
