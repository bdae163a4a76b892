using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Insights;
using ApiSnoop.Recording;
using ApiSnoop.Web.Components.Tables;

namespace ApiSnoop.Web.Components.Pages.Tests;

/// <summary>Calls on a time axis that starts with the first.</summary>
/// <param name="Shown">The calls that are shown.</param>
/// <param name="Total">How many calls there are.</param>
/// <param name="Words">What is shown, in a sentence.</param>
internal sealed record CallSequence(ImmutableArray<CallSequence.Step> Shown, long Total, string Words)
{
    const int MostShown = 200;

    /// <summary>No calls.</summary>
    public static CallSequence Empty { get; } = new([], 0, "");

    /// <summary>Whether calls are left out that can be shown.</summary>
    public bool IsCut => Shown.Length < Math.Min(Total, TestCalls.MostRead);

    /// <summary>A call as it is shown.</summary>
    /// <param name="Offset">Minutes, seconds and milliseconds after the first.</param>
    /// <param name="ReceivedText">The time of day.</param>
    /// <param name="LevelClass">The level's class.</param>
    /// <param name="Where">Level and category.</param>
    /// <param name="Verb">The verb.</param>
    /// <param name="Uri">The URI.</param>
    /// <param name="Link">The endpoint's page, or null.</param>
    /// <param name="CodeText">The status.</param>
    /// <param name="CodeClass">Its class.</param>
    internal sealed record Step(
        string Offset, string ReceivedText, string LevelClass, string Where, string Verb, string Uri, string? Link, string CodeText,
            string CodeClass);

    /// <summary>Makes the sequence.</summary>
    public static CallSequence Of(IReadOnlyList<RecordedCall> calls, Release release, long total, bool all)
    {
        var first = calls.Count > 0 ? calls[0].Received : null;
        ImmutableArray<Step> steps = [.. calls.Take(all ? TestCalls.MostRead : MostShown).Select(c => StepOf(c, first, release))];
        var span = calls.Count > 0 && first is { } from && calls.LastOrDefault(c => c.Received is not null)?.Received is { } last
            ? $" in {TestCalls.OffsetOf(last - from)}, from "
            + $"{from.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"
            : "";
        var words = string.Create(CultureInfo.InvariantCulture, $"{total:N0} calls{span}")
            + (steps.Length < total ? string.Create(CultureInfo.InvariantCulture, $"; the first {steps.Length:N0} are shown") : "");
        return new(steps, total, words);
    }

    static Step StepOf(RecordedCall call, DateTimeOffset? first, Release release)
    {
        var operation = call.OperationId is { } id ? release.Find(id) : null;
        return new(
            call.Received is { } at && first is { } from ? TestCalls.OffsetOf(at - from) : "–",
            call.Received?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "no time logged",
            operation?.Level.Text() ?? "", operation is null ? "no endpoint" : $"{operation.Level.Text()} {operation.Category}",
            call.Verb.Length == 0 ? "options" : call.Verb, call.Uri, operation is null ? null : PageLinks.Endpoint(operation.Id),
            call.Code == 0 ? "no status" : call.Code.ToString(CultureInfo.InvariantCulture),
            call.Code switch { 0 => "untested", >= 500 => "bad", >= 400 => "warn", _ => "ok" });
    }
}
