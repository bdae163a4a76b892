namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// Which recordings to bring along with one that is asked for: the next ones, if the ones asked for before came one after the other, by
/// their names or as one app in a cluster after the other. The longer that goes on, the more.
/// </summary>
internal sealed class ReadAhead
{
    /// <summary>So many are brought at most with one.</summary>
    public const int Most = 127;

    /// <summary>Requests that are enough: a cell has one at least, so it bounds the cells of an answer.</summary>
    const long MostRequests = 1_000_000;

    /// <summary>Recordings that are looked at to find those that lack.</summary>
    const int MostLookedAt = 1000;

    string? _next, _nextOfName;
    int _many;

    /// <summary>Recordings to bring along.</summary>
    /// <param name="asked">The one that is asked for.</param>
    /// <param name="apps">The names of all.</param>
    /// <param name="lacking">The facts of one that is not here; null where it is.</param>
    public IReadOnlyList<Manifest> After(Manifest asked, IEnumerable<string> apps, Func<string, Manifest?> lacking)
    {
        List<string> all = [.. apps], ofName = [.. all.Where(a => NameOf(a) == NameOf(asked.App))];
        var isNext = ComesNext(asked.App, _next, all, lacking);
        var isOfName = !isNext && ComesNext(asked.App, _nextOfName, ofName, lacking);
        _many = isNext || isOfName ? Math.Min(2 * _many + 1, Most) : 0;
        var along = Lacking(isOfName ? ofName : all, asked, lacking);
        var last = along.Count > 0 ? along[^1].App : asked.App;
        (_next, _nextOfName) = (FirstAfter(all, last), FirstAfter(ofName, last));
        return along;
    }

    /// <summary>Whether who asked for what comes before has no other one to ask for: what lies between is here.</summary>
    static bool ComesNext(string asked, string? next, List<string> apps, Func<string, Manifest?> lacking)
    {
        if (next is null || string.CompareOrdinal(asked, next) < 0) return false;
        List<string> between = [.. apps.Where(a => string.CompareOrdinal(a, next) >= 0 && string.CompareOrdinal(a, asked) < 0)];
        return between.Count <= MostLookedAt && between.TrueForAll(a => lacking(a) is null);
    }

    IReadOnlyList<Manifest> Lacking(List<string> apps, Manifest asked, Func<string, Manifest?> lacking)
    {
        if (_many == 0) return [];
        var following = apps.Where(a => string.CompareOrdinal(a, asked.App) > 0).Order(StringComparer.Ordinal).Take(MostLookedAt);
        return FitTogether(asked.Requests, following.Select(lacking).OfType<Manifest>().Take(_many));
    }

    /// <summary>The first of some recordings that fit one answer together.</summary>
    /// <param name="requests">The requests of what else is in it.</param>
    /// <param name="manifests">The recordings.</param>
    public static IReadOnlyList<Manifest> FitTogether(long requests, IEnumerable<Manifest> manifests) =>
        [.. manifests.TakeWhile(m => (requests += m.Requests) <= MostRequests)];

    static string? FirstAfter(List<string> apps, string last) =>
        apps.Where(a => string.CompareOrdinal(a, last) > 0).Min(StringComparer.Ordinal);

    static string NameOf(string app) => app[(app.LastIndexOf('/') + 1)..];
}
