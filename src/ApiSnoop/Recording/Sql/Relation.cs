using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Sql;

/// <summary>A table or view that is made when a query first names it.</summary>
/// <param name="Name">Its name with its schema, if that is not <c>main</c>.</param>
/// <param name="Needs">Text that names the relations it is made of.</param>
/// <param name="Create">Makes it.</param>
internal sealed record Relation(string Name, string Needs, Action<DuckDBConnection> Create)
{
    /// <summary>The name without its schema, by which a query's text is searched.</summary>
    public string Word => Name[(Name.LastIndexOf('.') + 1)..];
}
