using System.Collections.Concurrent;
using ApiSnoop.Filtering;
using ApiSnoop.Reports;

namespace ApiSnoop.Web.Shelf;

/// <summary>
/// Coverage by recording and filter, kept because a person looks at the same few filters again and again while zooming
/// and sorting. A recording that was loaded anew has another cube and so another place here.
/// </summary>
/// <param name="shelf">The recordings.</param>
public sealed class CoverageCache(RecordingShelf shelf)
{
    const int Most = 64;
    readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    long _clock;

    sealed class Kept(AppCoverage coverage)
    {
        public AppCoverage Coverage => coverage;

        public long Used;
    }

    /// <summary>The recordings.</summary>
    public RecordingShelf Shelf => shelf;

    /// <summary>An app's coverage under a filter, or null when there is no such app.</summary>
    /// <exception cref="Recording.StoreException">The recording is damaged.</exception>
    public AppCoverage? Of(string app, RecordingFilter filter)
    {
        if (shelf.Open(app) is not { } open) return null;
        var key = string.Join('\0', filter.ToQuery().Select(q => $"{q.Key}={q.Value}").Prepend(open.Stored.Manifest.CubeFile).Prepend(app));
        var kept = _kept.GetOrAdd(key, _ => new Kept(open.Coverage(filter)));
        kept.Used = Interlocked.Increment(ref _clock);
        if (_kept.Count > Most) Forget();
        return kept.Coverage;
    }

    void Forget()
    {
        foreach (var (key, _) in _kept.OrderBy(k => k.Value.Used).Take(Most / 4).ToList()) _kept.TryRemove(key, out _);
    }
}
