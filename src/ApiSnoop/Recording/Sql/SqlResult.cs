using System.Collections.Immutable;
using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Sql;

/// <summary>A column of a query's answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values, as DuckDB calls it.</param>
public sealed record SqlColumn(string Name, string Type)
{
    /// <summary>Whether its times are in UTC, rather than of no time zone.</summary>
    internal bool IsUtc { get; } = Type.Contains("TZ", StringComparison.OrdinalIgnoreCase)
        || Type.Contains("TIME ZONE", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A query's answer, whose rows are read as they are asked for.</summary>
public sealed class SqlResult : IDisposable
{
    readonly DuckDBCommand _command;
    readonly DuckDBDataReader _reader;
    readonly CancellationTokenRegistration _cancelling;

    internal SqlResult(DuckDBCommand command, DuckDBDataReader reader, CancellationTokenRegistration cancelling)
    {
        _command = command;
        _reader = reader;
        _cancelling = cancelling;
        Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => new SqlColumn(reader.GetName(i), reader.GetDataTypeName(i)))];
    }

    /// <summary>The columns.</summary>
    public ImmutableArray<SqlColumn> Columns { get; }

    /// <summary>The rows, once: texts, numbers, truths, and JSON for what is made of several; a value that is not there is null.</summary>
    /// <exception cref="SqlException">The query failed on the way.</exception>
    public IEnumerable<object?[]> Rows()
    {
        while (Next())
        {
            var row = new object?[Columns.Length];
            for (var i = 0; i < row.Length; i++)
                row[i] = _reader.IsDBNull(i) ? null : SqlValue.Plain(_reader.GetValue(i), Columns[i].IsUtc);
            yield return row;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancelling.Dispose();
        _reader.Dispose();
        _command.Dispose();
    }

    bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (DuckDBException e)
        {
            throw new SqlException(e.Message, e);
        }
    }
}
