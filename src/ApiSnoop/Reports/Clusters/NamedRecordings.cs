using System.Text.RegularExpressions;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports.Clusters;

/// <summary>Names of recordings as people give them, of which one may stand for several: a <c>*</c> is any text.</summary>
public static class NamedRecordings
{
    /// <summary>Whether a name may stand for several recordings.</summary>
    public static bool IsPattern(string name) => name.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether a recording's name is the one that is asked for, or fits it.</summary>
    /// <param name="name">What is asked for.</param>
    /// <param name="app">The recording's name.</param>
    public static bool Fits(string name, string app) => name == app || (IsPattern(name) && Pattern(name).IsMatch(app));

    /// <summary>
    /// The recordings of a name, sorted; none where there is none. A recording that is called so itself is meant alone, as any text
    /// may be a name.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="apps">The names of all recordings.</param>
    public static IReadOnlyList<string> Of(string name, IReadOnlyCollection<string> apps)
    {
        if (apps.Contains(name)) return [name];
        if (!IsPattern(name)) return [];
        var pattern = Pattern(name);
        return [.. apps.Where(a => pattern.IsMatch(a)).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The recordings of some names in their order, each once; a name that fits none stands for itself, for who tells that.
    /// </summary>
    /// <param name="names">The names.</param>
    /// <param name="store">Where the recordings are.</param>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public static IReadOnlyList<string> All(IEnumerable<string> names, RecordingStore store)
    {
        List<string> apps = [.. store.Manifests().Select(m => m.App)];
        return [.. names.SelectMany(n => Of(n, apps) is { Count: > 0 } found ? found : [n]).Distinct(StringComparer.Ordinal)];
    }

    // Without backtracking: names come from addresses, too.
    static Regex Pattern(string name) => new(
        $@"\A{string.Join(".*", name.Split('*').Select(Regex.Escape))}\z", RegexOptions.Singleline | RegexOptions.NonBacktracking);
}
