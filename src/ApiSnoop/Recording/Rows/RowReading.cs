using System.Globalization;
using ApiSnoop.Recording.Sql;
using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Rows;

/// <summary>Asks DuckDB about a recording's request rows.</summary>
internal static class RowReading
{
    /// <summary>
    /// One database in memory for as long as the process lives: to start it, and to read what the files are like, takes
    /// longer than most questions.
    /// </summary>
    static readonly Lazy<DuckDBConnection> s_database = new(Start);

    /// <summary>The rows of an answer.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="sql">The question; <c>{rows}</c> stands for the recording's rows.</param>
    /// <param name="values">The values of <c>$1</c>, <c>$2</c>, ….</param>
    /// <param name="read">Reads one row.</param>
    /// <exception cref="StoreException">The files are damaged, or gone because a load has just replaced them.</exception>
    public static List<T> Ask<T>(StoredRecording stored, string sql, IReadOnlyList<object> values, Func<DuckDBDataReader, T> read)
    {
        if (stored.RequestFiles.Count == 0) return [];
        try
        {
            using var connection = s_database.Value.Duplicate();
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql.Replace("{rows}", $"read_parquet({Literal.List(stored.RequestFiles)})", StringComparison.Ordinal);
            foreach (var value in values) command.Parameters.Add(new DuckDBParameter(value));
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
        catch (DuckDBException e)
        {
            throw new StoreException($"the rows of \"{stored.Manifest.App}\" cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Starts the database ahead of the first question, which meets again, and tells, what fails here.</summary>
    public static void GetReady()
    {
        try
        {
            _ = s_database.Value;
        }
        catch (Exception)
        {
            // Told by the first question.
        }
    }

    static DuckDBConnection Start()
    {
        var database = new DuckDBConnection("Data Source=:memory:");
        database.Open();
        database.Run("set global TimeZone = 'UTC'; set global parquet_metadata_cache = true");
        return database;
    }

    /// <summary>A time as DuckDB reads it.</summary>
    public static string Literally(DateTimeOffset time) =>
        $"'{time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00'::timestamptz";

    /// <summary>A text, empty where there is none.</summary>
    public static string Text(DuckDBDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);

    /// <summary>A whole number, or null.</summary>
    public static long? Number(DuckDBDataReader row, int column) =>
        row.IsDBNull(column) ? null : Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);
}
