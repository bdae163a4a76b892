using System.Collections.Immutable;

namespace ApiSnoop.Recording.Store;

/// <summary>All shares of a load.</summary>
/// <param name="recordings">The shares, by number.</param>
/// <param name="remove">Removes them from the store.</param>
/// <param name="letGo">Lets go of what was taken to read them.</param>
internal sealed class TakenShares(ImmutableArray<StoredRecording> recordings, Action remove, Action letGo) : IDisposable
{
    /// <summary>The shares, by number.</summary>
    public ImmutableArray<StoredRecording> Recordings => recordings;

    /// <summary>Removes the shares: they are in a recording.</summary>
    public void Remove() => remove();

    /// <summary>Lets go of them.</summary>
    public void Dispose() => letGo();
}
