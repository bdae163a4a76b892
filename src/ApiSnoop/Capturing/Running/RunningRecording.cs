using System.Collections.Immutable;
using ApiSnoop.Capturing.Spooling;

namespace ApiSnoop.Capturing.Running;

/// <summary>A recording that has begun, and how it is to be made.</summary>
public sealed record RunningRecording
{
    /// <summary>The app that is recorded.</summary>
    public required string App { get; init; }

    /// <summary>Which requests are its: names and values of filters, as on the command line.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Filters { get; init; } = [];

    /// <summary>The Kubernetes release to match against, such as <c>1.30</c>; empty to find it in what arrives.</summary>
    public string Release { get; init; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Since when it ends, waiting for what is still on its way; null while it runs.</summary>
    public DateTimeOffset? Stopped { get; init; }

    /// <summary>The place in the spool behind which it begins.</summary>
    public SpoolPlace From { get; init; }
}

/// <summary>What came of a recording.</summary>
/// <param name="Manifest">The recording as it was stored; null when there is nothing to store.</param>
/// <param name="Silent">Senders that told of nothing later than the stop.</param>
/// <param name="Trouble">Why nothing was stored; else empty.</param>
/// <param name="Notes">What the user should know of it.</param>
public sealed record FinishedRecording(
    Recording.Manifest? Manifest, ImmutableArray<string> Silent, string Trouble, ImmutableArray<string> Notes);
