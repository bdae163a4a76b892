using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights;

/// <summary>The calls of a test, with the time since the first.</summary>
public static class TestCalls
{
    /// <summary>How many calls are read at most; a soak test makes more than anybody reads.</summary>
    public const int MostRead = 5_000;

    /// <summary>A row a call, in the order given.</summary>
    public static Table Of(IReadOnlyList<RecordedCall> calls, Release release)
    {
        var first = calls.Count > 0 ? calls[0].Received : null;
        return Table.Of(
            ["offset", "received", "level", "category", "verb", "status", "URI", "operation id", "duration ms", "user"],
            calls.Select(c => Row(c, first, c.OperationId is { } id ? release.Find(id) : null)));
    }

    /// <summary>A time after the first call as minutes, seconds and milliseconds.</summary>
    public static string OffsetOf(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)offset.TotalMinutes:00}:{offset.Seconds:00}.{offset.Milliseconds:000}");

    static object?[] Row(RecordedCall call, DateTimeOffset? first, Operation? operation) =>
    [
        call.Received is { } at
            && first is { } from ? OffsetOf(at - from) : "", call.Received, operation?.Level.Text() ?? "", operation?.Category ?? "",
        call.Verb, call.Code == 0
            ? null
            : call.Code, call.Uri, call.OperationId ?? "", call.DurationMicros is { } micros
            ? micros / 1000.0
            : null, call.User,
    ];
}
