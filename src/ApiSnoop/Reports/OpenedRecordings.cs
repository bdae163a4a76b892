using System.Collections.Concurrent;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports;

/// <summary>
/// Recordings that were opened, each until a load replaces it, so that a running server shows a new one at once and an old one from
/// memory. Safe for several threads.
/// </summary>
public sealed class OpenedRecordings
{
    readonly ConcurrentDictionary<string, OpenRecording> _open = new(StringComparer.Ordinal);

    /// <summary>The recording that has these facts, if it is the one that was opened last of its app; else null.</summary>
    internal OpenRecording? Find(Manifest manifest) =>
        _open.TryGetValue(manifest.App, out var open) && open.Is(manifest) ? open : null;

    /// <summary>Whether one was opened in whose place these facts are now: whoever looked at it looks at its successor soon.</summary>
    internal bool HasBefore(Manifest manifest) => _open.TryGetValue(manifest.App, out var open) && !open.Is(manifest);

    /// <summary>Keeps a recording in the place of the one before it.</summary>
    internal void Keep(OpenRecording open) => _open[open.Stored.Manifest.App] = open;

    /// <summary>Forgets an app that has no recording any more.</summary>
    internal void Forget(string app) => _open.TryRemove(app, out _);
}
