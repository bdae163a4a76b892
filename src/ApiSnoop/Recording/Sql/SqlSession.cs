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
    readonly RecordingStore _store;
    readonly DuckDBConnection _connection = new("Data Source=:memory:");

    /// <summary>Opens a session.</summary>
    /// <param name="store">The recordings.</param>
    /// <param name="facts">The facts to query beside them.</param>
    public SqlSession(RecordingStore store, SqlFacts facts)
    {
        _store = store;
        _connection.Open();
        FactTables.Create(_connection, facts);
        RecordingViews.Create(_connection, store);
        foreach (var (name, comment, query) in KnownViews.All)
            _connection.Run($"create view {name} as {query}; comment on view {name} is {Literal.Text(comment)}");
        foreach (var macro in KnownViews.Macros) _connection.Run(macro);
        LockDown();
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
            return Run(sql, cancellation);
        }
        catch (DuckDBException e) when (LostFile().IsMatch(e.Message))
        {
            // A load replaced a recording since this session looked; look again.
            RecordingViews.Create(_connection, _store);
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

    /// <summary>After this a query can read the store's files and nothing else, and cannot undo it.</summary>
    void LockDown() => _connection.Run($"""
        set TimeZone = 'UTC';
        set temp_directory = '';
        set allowed_directories = {Literal.List([Path.Combine(_store.Location, "apps") + Path.DirectorySeparatorChar])};
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
            throw new SqlException(message.StartsWith("Only SELECT", StringComparison.Ordinal) ? "only queries (SELECT …) can be run here" : message);
        }

        if (tree.RootElement.GetProperty("statements").GetArrayLength() != 1) throw new SqlException("give one query at a time");
    }

    [GeneratedRegex("No files found|No such file|Cannot open file|does not exist on disk", RegexOptions.IgnoreCase)]
    private static partial Regex LostFile();
}
