using System.Collections.Frozen;

namespace ApiSnoop.Recording.Store;

/// <summary>
/// What a store listed when it was first asked. Who counts over many recordings, and asks for each more than once, sees one state of them
/// however many loads end meanwhile. Safe for several threads.
/// </summary>
/// <param name="recordings">The store.</param>
internal sealed class StoreMoment(IRecordings recordings)
{
    sealed record Listed(StoreListing Listing)
    {
        public FrozenDictionary<string, Manifest> ByApp { get; } =
            Listing.Manifests.ToFrozenDictionary(m => m.App, StringComparer.Ordinal);
    }

    readonly Lock _lock = new();
    volatile Listed? _listed;

    /// <summary>What was listed.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public StoreListing Listing => Now().Listing;

    /// <summary>The facts of an app's recording, or null when there was none.</summary>
    /// <exception cref="StoreException">The recording is damaged, or the store does not answer.</exception>
    public Manifest? Find(string app)
    {
        var now = Now();
        if (now.ByApp.TryGetValue(app, out var manifest)) return manifest;
        // The store says what is wrong with it.
        return now.Listing.Damaged.IsEmpty ? null : recordings.Find(app);
    }

    /// <summary>Takes an app's recording as it is now, as the one that was listed has gone for good.</summary>
    /// <exception cref="StoreException">The recording is damaged, or the store does not answer.</exception>
    public void LookAgain(string app)
    {
        var found = recordings.Find(app);
        lock (_lock)
        {
            var listing = Now().Listing;
            var others = listing.Manifests.RemoveAll(m => m.App == app);
            var manifests = found is null
                ? others
                : others.Insert(others.Count(m => string.CompareOrdinal(m.App, app) < 0), found);
            _listed = new(listing with { Manifests = manifests });
        }
    }

    Listed Now()
    {
        if (_listed is { } listed) return listed;
        lock (_lock) return _listed ??= new(recordings.List());
    }
}
