using System.Collections.Immutable;

namespace ApiSnoop.Capturing.Senders;

/// <summary>What is known of one API server that posts batches.</summary>
public sealed record SenderFacts
{
    /// <summary>Its address, with the name in its certificate if it showed one.</summary>
    public required string Name { get; init; }

    /// <summary>When its first batch came.</summary>
    public DateTimeOffset FirstBatch { get; init; }

    /// <summary>When its last batch came.</summary>
    public DateTimeOffset LastBatch { get; init; }

    /// <summary>The time of the newest stage that it told of, by its own clock; null before there was one.</summary>
    public DateTimeOffset? NewestEvent { get; init; }

    /// <summary>When it last told of an event that was about as old as a batch may be: from then on its clock can be trusted.</summary>
    public DateTimeOffset? ClockAgreed { get; init; }

    /// <summary>Batches that were kept, repeated ones with them.</summary>
    public long Batches { get; init; }

    /// <summary>Events in them, repeated ones with them.</summary>
    public long Events { get; init; }

    /// <summary>Bytes of these events as they were kept, without bodies.</summary>
    public long Bytes { get; init; }

    /// <summary>How many times nothing came for longer than it tries again, since its first batch.</summary>
    public long GapCount { get; init; }

    /// <summary>Events a second over the last ten seconds.</summary>
    public double EventsPerSecond { get; init; }

    /// <summary>The last times in which nothing came for longer than it tries again, the newest last.</summary>
    public ImmutableArray<SenderGap> Gaps { get; init; } = [];
}

/// <summary>A time in which nothing came from a sender for longer than it tries to send a batch again.</summary>
/// <param name="From">When the batch before came.</param>
/// <param name="To">When the batch after it came.</param>
/// <param name="DownFrom">Since when nobody received meanwhile; null if somebody did all the time.</param>
/// <param name="DownTo">Until when nobody received.</param>
public sealed record SenderGap(DateTimeOffset From, DateTimeOffset To, DateTimeOffset? DownFrom, DateTimeOffset? DownTo)
{
    /// <summary>What it means, in a sentence.</summary>
    /// <param name="retryTime">How long a batch is tried again.</param>
    public string Words(TimeSpan retryTime) => DownTo - DownFrom > retryTime
        ? FormattableString.Invariant($"nobody received for {(DownTo - DownFrom)?.TotalSeconds:0} s: what the sender first sent from ")
            + FormattableString.Invariant($"{DownFrom:HH:mm:ss} to {DownTo - retryTime:HH:mm:ss} it gave up, and it is lost")
        : FormattableString.Invariant($"nothing came for {(To - From).TotalSeconds:0} s: the sender had nothing to tell, ")
            + "or could not reach this receiver and gave up some of it";
}

/// <summary>Why a post was not taken.</summary>
public enum RefusalReason
{
    /// <summary>Neither a token nor a certificate was shown: 401.</summary>
    NoToken,

    /// <summary>The token or the certificate is not known: 403.</summary>
    WrongToken,

    /// <summary>It has too many bytes: 413.</summary>
    TooLarge,

    /// <summary>It is no list of events: 400.</summary>
    NoJson,

    /// <summary>It cannot be put onto the disk: 503.</summary>
    DiskFull,
}

/// <summary>Posts that were not taken for the same reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="Last">When the last one came.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Detail">What was wrong with it, in words.</param>
public sealed record Refusal(RefusalReason Reason, long Count, DateTimeOffset Last, string Sender, string Detail);
