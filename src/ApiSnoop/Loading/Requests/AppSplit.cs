using ApiSnoop.Audit;
using ApiSnoop.Filtering;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Loading.Requests;

/// <summary>Gives each request of a log to the app that its key names. An app is begun when its first request is met.</summary>
/// <param name="terms">By what the log is split.</param>
/// <param name="dimensions">The tables of the load.</param>
/// <param name="begin">Begins the app of a key.</param>
internal sealed class AppSplit(SplitTerms terms, Dimensions dimensions, Func<string, SplitApp> begin)
{
    /// <summary>Each app has files open: more than this and it is the wrong key.</summary>
    internal const int MostApps = 1000;

    readonly Dictionary<string, SplitApp?> _byKey = new(StringComparer.Ordinal);

    /// <summary>By the number of the user, user agent or namespace; one that was looked up and has no app is null.</summary>
    SplitApp?[] _byNumber = [];

    bool[] _isKnown = [];

    /// <summary>The apps in the order in which they were met.</summary>
    public List<SplitApp> Apps { get; } = [];

    /// <summary>Requests that have no such key: of a user who is no service account, without a user agent, in no namespace.</summary>
    public long RequestsWithoutKey { get; private set; }

    /// <summary>Requests of keys that are not wanted.</summary>
    public long RequestsOfOthers { get; private set; }

    /// <summary>Requests of keys beyond the number of apps that can be made at once.</summary>
    public long RequestsBeyond { get; private set; }

    /// <summary>Counts a request for its app.</summary>
    /// <param name="e">Its last event.</param>
    /// <param name="facts">What it is about.</param>
    /// <param name="key">Its identity, see <see cref="ReadEvent.Key"/>.</param>
    /// <exception cref="Recording.StoreException">The app's recording cannot be begun.</exception>
    public void Add(in AuditEvent e, in RequestFacts facts, ulong key)
    {
        var number = terms.By switch
        {
            FilterField.ServiceAccount => facts.User,
            FilterField.UserAgent => facts.Agent,
            _ => facts.Namespace,
        };
        if (number >= _isKnown.Length) Grow(number);
        if (!_isKnown[number]) (_byNumber[number], _isKnown[number]) = (Find(KeyOf(number)), true);
        if (_byNumber[number] is { } app) app.Add(e, facts, key);
        else CountLost(KeyOf(number));
    }

    string KeyOf(int number)
    {
        var texts = terms.By switch
        {
            FilterField.ServiceAccount => dimensions.Users,
            FilterField.UserAgent => dimensions.Agents,
            _ => dimensions.Namespaces,
        };
        return terms.KeyOf(texts[number]);
    }

    SplitApp? Find(string key)
    {
        if (key.Length == 0 || key == Recording.Cube.Other || !PatternSet.Keeps(terms.Only, key)) return null;
        if (_byKey.TryGetValue(key, out var known)) return known;
        var app = Apps.Count < MostApps ? begin(key) : null;
        if (app is not null) Apps.Add(app);
        return _byKey[key] = app;
    }

    void CountLost(string key)
    {
        if (key.Length == 0 || key == Recording.Cube.Other) RequestsWithoutKey++;
        else if (_byKey.ContainsKey(key)) RequestsBeyond++;
        else RequestsOfOthers++;
    }

    void Grow(int number)
    {
        var length = Math.Max(64, (number + 1) * 2);
        Array.Resize(ref _byNumber, length);
        Array.Resize(ref _isKnown, length);
    }
}
