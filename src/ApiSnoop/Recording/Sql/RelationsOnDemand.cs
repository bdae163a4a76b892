using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace ApiSnoop.Recording.Sql;

/// <summary>
/// Makes relations as queries name them: to make all of them takes longer than most queries do.
/// A name that is met by chance, in a text or as a column, costs a little time and does no harm.
/// </summary>
internal sealed partial class RelationsOnDemand(DuckDBConnection connection, IEnumerable<Relation> relations)
{
    readonly ILookup<string, Relation> _byWord = relations.ToLookup(r => r.Word, StringComparer.OrdinalIgnoreCase);
    readonly HashSet<Relation> _made = [];

    /// <summary>Makes what a query names; all when it asks what there is.</summary>
    public void MakeFor(string sql)
    {
        if (Catalogue().IsMatch(sql))
        {
            foreach (var relation in _byWord.SelectMany(g => g)) Make(relation);
            return;
        }

        MakeNamed(sql);
    }

    void MakeNamed(string sql)
    {
        foreach (var word in Words().EnumerateMatches(sql))
        {
            foreach (var relation in _byWord[sql.Substring(word.Index, word.Length)]) Make(relation);
        }
    }

    /// <summary>Makes again what was made of these, when what is behind them has changed.</summary>
    public void MakeAgain(IEnumerable<Relation> relations)
    {
        foreach (var relation in relations.Where(_made.Contains)) relation.Create(connection);
    }

    void Make(Relation relation)
    {
        if (!_made.Add(relation)) return;
        MakeNamed(relation.Needs);
        relation.Create(connection);
    }

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Words();

    [GeneratedRegex(
        @"\b(show|describe_\w+|duckdb_\w+|information_schema|pg_\w+|sqlite_master|pragma_\w+)\b|^\s*describe\s*;?\s*$",
            RegexOptions.IgnoreCase)]
    private static partial Regex Catalogue();
}
