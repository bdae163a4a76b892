using ApiSnoop.Catalog;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Web.Components.Tables;

/// <summary>The order of a table's rows, as the URL has it.</summary>
/// <param name="Column">The name of the column to sort by, or null for the order that the page gave.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
internal sealed record TableOrder(string? Column, bool Descending)
{
    /// <summary>The table in this order; rows that are equal in it keep theirs. A column that it lacks changes nothing.</summary>
    public Table Apply(Table table)
    {
        var column = Column is null ? -1 : IndexOf(table, Column);
        if (column < 0) return table;
        var filled = table.Rows.Where(r => r[column] is not null);
        var sorted = Descending
            ? filled.OrderByDescending(r => r[column], ByValue.Instance)
            : filled.OrderBy(r => r[column], ByValue.Instance);
        // What is not known comes last either way.
        return table with { Rows = [.. sorted, .. table.Rows.Where(r => r[column] is null)] };
    }

    /// <summary>
    /// Whether a name of a query tells how a table is sorted: <c>sort</c> and <c>dir</c>, with a table's id after a dot
    /// where a page has several.
    /// </summary>
    public static bool IsPartOf(string name) =>
        name is "sort" or "dir" || name.StartsWith("sort.", StringComparison.Ordinal) || name.StartsWith("dir.", StringComparison.Ordinal);

    /// <summary>The index of a column, or -1.</summary>
    public static int IndexOf(Table table, string column)
    {
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i].Name == column)
                return i;
        return -1;
    }

    sealed class ByValue : IComparer<object?>
    {
        public static readonly ByValue Instance = new();

        static readonly string[] s_ranks = ["stable", "beta", "alpha", "conformance", "tested", "hit, no test", "untested"];

        public int Compare(object? x, object? y)
        {
            if (x is string a && y is string b) return Texts(a, b);
            if (IsNumber(x) && IsNumber(y)) return Convert.ToDouble(x, null).CompareTo(Convert.ToDouble(y, null));
            return x is IComparable comparable && x.GetType() == y?.GetType()
                ? comparable.CompareTo(y)
                : string.CompareOrdinal(TableWriter.Text(x), TableWriter.Text(y));
        }

        /// <summary>Levels and states from the best to the worst, releases by their numbers; all else by letter.</summary>
        static int Texts(string a, string b) =>
            ReleaseVersion.TryParse(a, out var older) && ReleaseVersion.TryParse(b, out var newer) ? older.CompareTo(newer)
            : Array.IndexOf(s_ranks, a) is var x and >= 0 && Array.IndexOf(s_ranks, b) is var y and >= 0
            ? x.CompareTo(y)
            : string.Compare(a, b, StringComparison.OrdinalIgnoreCase) is var byLetter and not 0 ? byLetter : string.CompareOrdinal(a, b);

        static bool IsNumber(object? value) => value is int or long or double or short;
    }
}
