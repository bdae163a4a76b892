using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Sql;

/// <summary>
/// SQL over all recordings of a store, by DuckDB in memory. It sees the recordings as they are when it is made, reads
/// nothing but the store and changes nothing at all, so a query may come from anyone.
/// </summary>
public sealed partial class SqlSession : IDisposable
{
    readonly Relation[] _recordings;
    readonly RelationsOnDemand _relations;
    readonly DuckDBConnection _connection = new("Data Source=:memory:");

    /// <summary>Opens a session.</summary>
    /// <param name="store">The recordings.</param>
    /// <param name="facts">The facts to query beside them.</param>
    /// <param name="filter">What is seen of them; all without it.</param>
    public SqlSession(RecordingStore store, SqlFacts facts, SqlFilter? filter = null)
    {
        filter ??= SqlFilter.All;
        // Nobody can guess this folder, which is there only while a table of facts is made.
        var factsFolder = Path.Combine(Path.GetTempPath(), "apisnoop-sql-" + RandomNumberGenerator.GetHexString(32, lowercase: true));
        _recordings = [.. RecordingViews.All(store, facts, filter)];
        _relations = new(_connection, [.. _recordings, .. FactTables.All(facts, factsFolder, filter), .. KnownViews.Relations()]);
        _connection.Open();
        _connection.Run("create schema conformance; create schema testing;");
        LockDown([Path.Combine(store.Location, "apps"), factsFolder]);
    }

    /// <summary>Runs one query.</summary>
    /// <param name="sql">A SELECT, also FROM …, WITH …, DESCRIBE …, SUMMARIZE ….</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <exception cref="SqlException">The query is wrong, or is no query.</exception>
    /// <exception cref="OperationCanceledException">The query was stopped.</exception>
    public SqlResult Query(string sql, CancellationToken cancellation = default)
    {
        RequireQuery(sql);
        try
        {
            _relations.MakeFor(sql);
            return Run(sql, cancellation);
        }
        catch (DuckDBException e) when (LostFile().IsMatch(e.Message))
        {
            // A load replaced a recording since this session looked; look again.
            _relations.MakeAgain(_recordings);
        }
        catch (DuckDBException e)
        {
            throw new SqlException(e.Message, e);
        }

        try
        {
            return Run(sql, cancellation);
        }
        catch (DuckDBException e)
        {
            throw new SqlException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    SqlResult Run(string sql, CancellationToken cancellation)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        var cancelling = cancellation.Register(command.Cancel);
        try
        {
            return new SqlResult(command, command.ExecuteReader(), cancelling);
        }
        catch
        {
            cancelling.Dispose();
            command.Dispose();
            throw;
        }
    }

    /// <summary>After this a query can read these folders and nothing else, and cannot undo it.</summary>
    void LockDown(string[] readable) => _connection.Run($"""
        set TimeZone = 'UTC';
        set temp_directory = '';
        set allowed_directories = {Literal.List(readable.Select(folder => folder + Path.DirectorySeparatorChar))};
        set enable_external_access = false;
        set lock_configuration = true;
        """);

    /// <summary>
    /// DuckDB may still write where it may read, so what is no query is refused before it runs: only a query can be
    /// told as JSON.
    /// </summary>
    void RequireQuery(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "select json_serialize_sql($1::varchar)::varchar";
        command.Parameters.Add(new DuckDBParameter(sql));
        using var tree = JsonDocument.Parse((string)command.ExecuteScalar()!);
        if (tree.RootElement.GetProperty("error").GetBoolean())
        {
            var message = tree.RootElement.GetProperty("error_message").GetString()!;
            throw new SqlException(
                message.StartsWith("Only SELECT", StringComparison.Ordinal) ? "only queries (SELECT …) can be run here" : message);
        }

        if (tree.RootElement.GetProperty("statements").GetArrayLength() != 1) throw new SqlException("give one query at a time");
    }

    [GeneratedRegex("No files found|No such file|Cannot open file|does not exist on disk", RegexOptions.IgnoreCase)]
    private static partial Regex LostFile();
}
