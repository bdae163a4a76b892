using ApiSnoop.Catalog;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>Finds operations as people look for them.</summary>
public static class EndpointSearch
{
    /// <summary>Whether every word of the search is a part of the operation's id, method, path, kind, group or version.</summary>
    public static bool Finds(string search, Operation operation)
    {
        foreach (var word in search.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (!FindsWord(word, operation))
                return false;
        return true;
    }

    static bool FindsWord(string word, Operation o)
    {
        return Has(o.Id) || Has(o.Path) || Has(o.Kind) || Has(o.Group) || Has(o.Version) || Has(o.Category)
            || word.Equals(o.Method.Text(), StringComparison.OrdinalIgnoreCase) || HasGroupVersion(word, o);

        bool Has(string text) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    static bool HasGroupVersion(string word, Operation o) =>
        word.Contains('/', StringComparison.Ordinal)
            && $"{o.Group}/{o.Version}/{o.Kind}".Contains(word, StringComparison.OrdinalIgnoreCase);
}
