using ApiSnoop.Audit.Inputs;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Loading.Shares;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>A load by several loaders, each of which reads some of the log streams.</summary>
public sealed partial class AuditLoad
{
    /// <summary>
    /// Loads one share. Nobody sees it until <see cref="ShareCommit"/> has put all together; one that is loaded again replaces itself.
    /// </summary>
    /// <param name="request">What to load, the same for all loaders.</param>
    /// <param name="share">Which share of it.</param>
    /// <param name="store">Where to; all loaders see it.</param>
    /// <param name="progress">Told how far the load is; may be read from another thread.</param>
    /// <param name="cancelled">Stops the load.</param>
    /// <returns>The share's facts.</returns>
    /// <exception cref="LogInputException">An input cannot be read, or cannot be shared.</exception>
    /// <exception cref="StrictLoadException">There were bad lines, and they are an error.</exception>
    /// <exception cref="StoreException">The share cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The load was stopped.</exception>
    public static Manifest RunShare(
        LoadRequest request, Share share, RecordingStore store, LoadProgress progress, CancellationToken cancelled)
    {
        using var found = LogInputs.Expand(request.Inputs, request.StandardInput, hashed: true, cancelled);
        if (found.Inputs.FirstOrDefault(i => i.IsPipe) is { } pipe)
            throw new LogInputException($"{pipe.Name} is a pipe, and cannot be shared: give files that all loaders see.");
        var streams = new DividedStreams(found.Inputs);
        using var draft = store.BeginShare(request.App, share);
        // By all streams: what a few of them tell might be another release than what others tell.
        var release = ChosenRelease.For(request, LogInputs.InTimeOrder(found.Inputs), null);
        var inputs = LogInputs.InTimeOrder(streams.Of(share));
        found.MakeReadyFor(inputs, cancelled);
        progress.Notes = found.Notes;
        progress.Release = release;
        var load = new AuditLoad(request, inputs, release, draft, store.Clock, NoiseRules.None)
        {
            _share = $"{share} of {streams.Digest}",
        };
        progress.Follow(inputs, load._readings);
        load._notes.AddRange(found.Notes);
        progress.Notes = load._notes;
        return load.Load(cancelled);
    }
}
