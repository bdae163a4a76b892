using System.Collections.Immutable;

namespace ApiSnoop.Reports.Tables;

/// <summary>A table as people and spreadsheets read it: the one shape of every export, page and printed list.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows; each has a value for every column: text, a whole number, a fraction, a truth, JSON or null.</param>
public sealed record Table(ImmutableArray<Column> Columns, ImmutableArray<ImmutableArray<object?>> Rows)
{
    /// <summary>Makes a table of column names and rows; a column is numeric when its values are.</summary>
    public static Table Of(IEnumerable<string> columns, IEnumerable<object?[]> rows)
    {
        var all = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        foreach (var row in rows) all.Add([.. row]);
        return new Table([.. columns.Select((name, i) => new Column(name, IsNumeric(all, i)))], all.ToImmutable());
    }

    static bool IsNumeric(ImmutableArray<ImmutableArray<object?>>.Builder rows, int column)
    {
        for (var i = 0; i < rows.Count; i++)
            if (rows[i][column] is not (null or int or long or double or decimal)) return false;
        return rows.Count > 0;
    }

    /// <summary>The table with some of its columns left out where there is only room for those that matter.</summary>
    public Table OnlyWide(params IReadOnlyCollection<string> names) => this with
    {
        Columns = [.. Columns.Select(c => names.Contains(c.Name) ? c with { OnlyWide = true } : c)],
    };

    /// <summary>The table with some of its columns first: what matters must not be cut off on a narrow screen.</summary>
    public Table Leading(params IReadOnlyList<string> names)
    {
        int[] order = [.. Enumerable.Range(0, Columns.Length).OrderBy(i => Place(names, Columns[i].Name))];
        return new([.. order.Select(i => Columns[i])], [.. Rows.Select(r => ImmutableArray.CreateRange(order.Select(i => r[i])))]);

        static int Place(IReadOnlyList<string> names, string name)
        {
            for (var i = 0; i < names.Count; i++)
                if (names[i] == name)
                    return i;
            return names.Count;
        }
    }

    /// <summary>The table without some of its columns.</summary>
    public Table Without(params IReadOnlyCollection<string> names)
    {
        int[] kept = [.. Enumerable.Range(0, Columns.Length).Where(i => !names.Contains(Columns[i].Name))];
        return kept.Length == Columns.Length
            ? this
            : new([.. kept.Select(i => Columns[i])], [.. Rows.Select(r => ImmutableArray.CreateRange(kept.Select(i => r[i])))]);
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its header.</param>
/// <param name="IsNumeric">Whether its values are numbers.</param>
public sealed record Column(string Name, bool IsNumeric)
{
    /// <summary>Whether it is left out where there is only room for those that matter.</summary>
    public bool OnlyWide { get; init; }
}
