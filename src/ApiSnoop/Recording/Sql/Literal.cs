using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Sql;

/// <summary>Values as SQL text.</summary>
internal static class Literal
{
    public static string Text(string? text) => text is null ? "null" : "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    public static string List(IEnumerable<string> texts) => "[" + string.Join(", ", texts.Select(Text)) + "]";

    /// <summary>Runs a statement of our own.</summary>
    public static void Run(this DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
