namespace ApiSnoop.Recording;

/// <summary>How many requests of an operation carried a query parameter.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Name">The parameter's name.</param>
/// <param name="Requests">How many requests, each counted once.</param>
public sealed record ParameterCount(string OperationId, string Name, long Requests)
{
    /// <summary>No parameter of any API comes near; the rest is some client's mistake, or malice.</summary>
    const int LongestName = 200;

    /// <summary>The name as meant by what stands in a URI.</summary>
    internal static string NameOf(string sent)
    {
        var name = Uri.UnescapeDataString(sent);
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    /// <summary>Adds what is counted of the same name, and brings all in order.</summary>
    internal static IReadOnlyList<ParameterCount> Sum(IEnumerable<ParameterCount> counts) =>
    [
        .. counts.GroupBy(c => (c.OperationId, c.Name))
            .Select(g => new ParameterCount(g.Key.OperationId, g.Key.Name, g.Sum(c => c.Requests)))
            .OrderBy(c => c.OperationId, StringComparer.Ordinal).ThenByDescending(c => c.Requests)
                .ThenBy(c => c.Name, StringComparer.Ordinal),
    ];
}
