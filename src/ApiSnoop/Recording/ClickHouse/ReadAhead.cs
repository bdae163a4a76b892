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

    string? _next, _nextOfName;
    int _many;

    /// <summary>Recordings to bring along.</summary>
    /// <param name="asked">The one that is asked for.</param>
    /// <param name="apps">The names of all.</param>
    /// <param name="lacking">The facts of one that is not here; null where it is.</param>
    public IReadOnlyList<Manifest> After(Manifest asked, Func<IEnumerable<string>> apps, Func<string, Manifest?> lacking)
    {
        var isOfName = asked.App != _next && asked.App == _nextOfName;
        _many = asked.App == _next || isOfName ? Math.Min(2 * _many + 1, Most) : 0;
        var following = apps().Where(a => string.CompareOrdinal(a, asked.App) > 0).ToList();
        var ofName = following.Where(a => NameOf(a) == NameOf(asked.App)).ToList();
        var along = new List<Manifest>();
        var requests = asked.Requests;
        foreach (var app in (isOfName ? ofName : following).Order(StringComparer.Ordinal).Take(_many))
        {
            if (lacking(app) is not { } next) continue;
            if ((requests += next.Requests) > MostRequests) break;
            along.Add(next);
        }

        var last = along.Count > 0 ? along[^1].App : asked.App;
        (_next, _nextOfName) = (FirstAfter(following, last), FirstAfter(ofName, last));
        return along;
    }

    static string? FirstAfter(List<string> apps, string last) =>
        apps.Where(a => string.CompareOrdinal(a, last) > 0).Min(StringComparer.Ordinal);

    static string NameOf(string app) => app[(app.LastIndexOf('/') + 1)..];
}
