using System.Globalization;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Capturing.Spooling;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;

namespace ApiSnoop.Capturing.Running;

/// <summary>Loads a part of the spool as a recording, the same way that a log is loaded.</summary>
static class SpoolLoad
{
    /// <summary>Loads what lies between two places.</summary>
    /// <param name="recording">What is recorded.</param>
    /// <param name="spool">The spool.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="byTime">Whether only what was received from the start to the stop counts, by the API servers' clocks.</param>
    /// <param name="store">Where to.</param>
    /// <param name="threads">How many threads read.</param>
    /// <param name="version">The version of APISnoop.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <exception cref="LogInputException">There is no event, or none that the filters keep.</exception>
    /// <exception cref="StoreException">It cannot be stored.</exception>
    public static Manifest Run(
        RunningRecording recording, Spool spool, SpoolRange part, bool byTime, RecordingStore store, int threads, string version,
        CancellationToken cancelled)
    {
        var filter = LoadFilterTerms.Parse(recording.Filters);
        if (byTime)
            filter = filter with
            {
                Since = Math.Max(filter.Since ?? long.MinValue, LoadFilterTerms.MicrosOf(recording.Started)),
                Until = Math.Min(filter.Until ?? long.MaxValue, LoadFilterTerms.MicrosOf(recording.Stopped ?? DateTimeOffset.MaxValue)),
            };
        var request = new LoadRequest
        {
            App = recording.App,
            Inputs = [],
            Found = [.. spool.Between(part.From, part.To).Select(p => InputOf(p, spool))],
            Filter = filter,
            Append = part.IsAdded,
            Release = ReleaseVersion.TryParse(recording.Release, out var release) ? release : null,
            Threads = threads,
            About = string.Create(
                CultureInfo.InvariantCulture, $"Recorded while it ran, from {recording.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC on."),
            ToolVersion = version,
        };
        return AuditLoad.Run(request, store, new LoadProgress(), cancelled);
    }

    static LogInput InputOf(SpoolPart part, Spool spool) => new(
        $"capture {Path.GetFileName(part.Path)}", part.Length, () => Open(part))
    {
        IsHashed = false,
        KnownHash = spool.HashOf(part),
    };

    static BoundedStream Open(SpoolPart part)
    {
        var file = new FileStream(part.Path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.SequentialScan,
        })
        { Position = part.Offset };
        return new BoundedStream(file, part.Length);
    }
}
