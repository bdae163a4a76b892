using System.Collections.Immutable;
using System.Globalization;

namespace ApiSnoop.Conformance.Results;

/// <summary>Where results come from. Published ones and those of a run of one's own are never mixed unseen.</summary>
/// <param name="Kind">What they were made from.</param>
/// <param name="Name">The document, the log or the recording.</param>
/// <param name="Sha256">The hash of the document after decompression, lower-case hex; empty for a recording.</param>
/// <param name="Date">The day of the run; null where unknown.</param>
public sealed record ResultsOrigin(ResultsKind Kind, string Name, string Sha256 = "", DateOnly? Date = null)
{
    /// <summary>Addresses of the runs whose logs were counted.</summary>
    public ImmutableArray<string> Runs { get; init; } = [];

    /// <summary>The totals that were published with them, by the lists of the day; null where there were none.</summary>
    public PublishedTotals? Totals { get; init; }

    /// <summary>Where they come from, in words.</summary>
    public string Words => Kind switch
    {
        ResultsKind.Published when Date is { } day =>
            string.Create(CultureInfo.InvariantCulture, $"published results, {Name}, {day:yyyy-MM-dd}"),
        ResultsKind.Published => $"published results, {Name}",
        ResultsKind.Log => $"a log, {Name}",
        _ => $"the recording {Name}",
    };
}

/// <summary>What results were made from.</summary>
public enum ResultsKind : byte
{
    /// <summary>A result file of the original project.</summary>
    Published,

    /// <summary>An audit log.</summary>
    Log,

    /// <summary>A recording of the store.</summary>
    Recording,
}
