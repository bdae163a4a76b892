using System.Collections.Immutable;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Auditing;

/// <summary>How much a blind spot hides.</summary>
public enum BlindSpotKind : byte
{
    /// <summary>Nothing of it can be seen.</summary>
    NotObserved,

    /// <summary>Some of it can be seen, some not.</summary>
    PartlyObserved,

    /// <summary>It can be seen, and at a price: secrets in the log, or a server that suffers.</summary>
    Risk,

    /// <summary>An API server would refuse it, or pass over it.</summary>
    Mistake,
}

/// <summary>Something that a policy or a log cannot show. What was not logged is not observed; it is never unused or untested.</summary>
/// <param name="Kind">How much of it is hidden.</param>
/// <param name="What">What cannot be seen, in a few words.</param>
/// <param name="Why">What that is told by, as a sentence without its full stop.</param>
/// <param name="Remedy">What to do to see it, as a sentence without its full stop.</param>
public sealed record BlindSpot(BlindSpotKind Kind, string What, string Why, string Remedy)
{
    /// <summary>A row for each.</summary>
    public static Table TableOf(ImmutableArray<BlindSpot> spots) => Table.Of(
        ["what", "is", "why", "to see it"],
        spots.Select(s => new object?[] { s.What, s.Kind.Text(), s.Why, s.Remedy }));
}

/// <summary>Words for how much is hidden.</summary>
public static class BlindSpotKinds
{
    /// <summary>The kind in a word or two.</summary>
    public static string Text(this BlindSpotKind kind) => kind switch
    {
        BlindSpotKind.NotObserved => "not observed",
        BlindSpotKind.PartlyObserved => "partly observed",
        BlindSpotKind.Risk => "a risk",
        _ => "a mistake",
    };
}
