using System.Collections.Immutable;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;

namespace ApiSnoop.Web.Components.Pages.Tests;

/// <summary>When a test makes its calls: the time from the first to the last in equal steps.</summary>
/// <param name="Steps">The calls of each step that has any.</param>
/// <param name="Length">How long it is.</param>
public sealed record TimeAxis(ImmutableArray<TimeAxis.Step> Steps, TimeSpan Length)
{
    /// <summary>How many steps the axis has.</summary>
    public const int Count = 200;

    /// <summary>No axis.</summary>
    public static TimeAxis Empty { get; } = new([], TimeSpan.Zero);

    /// <summary>The calls of one step.</summary>
    /// <param name="At">Its place from the left.</param>
    /// <param name="Calls">All calls.</param>
    /// <param name="Refused">Of these, those that were refused.</param>
    public readonly record struct Step(int At, int Calls, int Refused);

    /// <summary>The most calls of any step.</summary>
    public int Most => Steps.IsEmpty ? 0 : Steps.Max(s => s.Calls);

    /// <summary>Places calls on an axis; those without a time are on none.</summary>
    public static TimeAxis Of(IEnumerable<RecordedCall> calls)
    {
        var timed = calls.Where(c => c.Received is not null).ToList();
        if (timed.Count < 2) return Empty;
        var first = timed.Min(c => c.Received!.Value);
        var length = timed.Max(c => c.Received!.Value) - first;
        if (length <= TimeSpan.Zero) return Empty;
        var steps = timed.GroupBy(c => Math.Min(Count - 1, (int)((c.Received!.Value - first) / length * Count))).OrderBy(g => g.Key)
            .Select(g => new Step(g.Key, g.Count(), g.Count(c => Outcome.Refused.Counts(c.Code))));
        return new TimeAxis([.. steps], length);
    }
}
