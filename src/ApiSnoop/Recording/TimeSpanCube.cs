using System.Collections.Immutable;

namespace ApiSnoop.Recording;

/// <summary>
/// The cube of the requests that were received in a span of time. The recording's own cube has no times, but each request
/// row tells its cell. Requests whose time was not logged are in no span.
/// </summary>
internal static class TimeSpanCube
{
    /// <summary>Counts the requests of a span.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="since">The earliest time of receipt, or null.</param>
    /// <param name="until">The latest time of receipt, or null.</param>
    /// <exception cref="StoreException">The rows cannot be read.</exception>
    public static Cube Of(StoredRecording stored, DateTimeOffset? since, DateTimeOffset? until)
    {
        // Row groups are in the order of time and know theirs, so the smaller part of the rows is quicker to count; but not
        // together with rows that have no time, which may be in any of them.
        var outside = stored.Manifest.UntimedRequests == 0 && HoldsMost(stored.Manifest, since, until);
        var requests = stored.Cube.Cells.Select(c => outside ? c.Requests : 0).ToArray();
        var question = $"select cell, count(*) from {{rows}} where {(outside ? Outside(since, until) : Inside(since, until))} group by all";
        foreach (var (cell, count) in RowReading.Ask(stored, question, [], r => (r.GetInt32(0), r.GetInt64(1))))
        {
            if ((uint)cell >= (uint)requests.Length) throw new StoreException($"the rows of \"{stored.Manifest.App}\" do not belong to its cube; load the app again");
            requests[cell] += outside ? -count : count;
        }

        return With(stored.Cube, requests);
    }

    static string Inside(DateTimeOffset? since, DateTimeOffset? until) =>
        "received is not null"
        + (since is { } from ? $" and received >= {RowReading.Literally(from)}" : "")
        + (until is { } to ? $" and received <= {RowReading.Literally(to)}" : "");

    static string Outside(DateTimeOffset? since, DateTimeOffset? until) =>
        (since is { } from ? $"received < {RowReading.Literally(from)}" : "false")
        + (until is { } to ? $" or received > {RowReading.Literally(to)}" : "");

    static bool HoldsMost(Manifest facts, DateTimeOffset? since, DateTimeOffset? until)
    {
        if (facts.From is not { } first || facts.To is not { } last) return false;
        var from = since > first ? since.Value : first;
        var to = until < last ? until.Value : last;
        return to - from > (last - first) / 2;
    }

    static Cube With(Cube all, long[] requests)
    {
        var cells = ImmutableArray.CreateBuilder<Cell>();
        for (var i = 0; i < requests.Length; i++)
            if (requests[i] != 0)
                cells.Add(all.Cells[i] with { Requests = requests[i] });
        return new Cube(all.Targets, all.Agents, all.Users, all.Namespaces, all.Verbs, cells.ToImmutable());
    }
}
