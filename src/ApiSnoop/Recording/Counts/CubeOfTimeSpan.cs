using System.Collections.Immutable;
using ApiSnoop.Recording.Parquet;
using ApiSnoop.Recording.Rows;
using ParquetSharp;

namespace ApiSnoop.Recording.Counts;

/// <summary>
/// The cube of the requests that were received in a span of time. The recording's own cube has no times, but each request
/// row tells its cell. Requests whose time was not logged are in no span. When the first and the last of a cell came is not told
/// again for the span.
/// </summary>
internal static class CubeOfTimeSpan
{
    /// <summary>Counts the requests of a span.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="since">The earliest time of receipt, or null.</param>
    /// <param name="until">The latest time of receipt, or null.</param>
    /// <exception cref="StoreException">The rows cannot be read.</exception>
    public static Cube Of(StoredRecording stored, DateTimeOffset? since, DateTimeOffset? until)
    {
        if (stored.Manifest.HoldsCountsOnly)
            throw new StoreException($"the recording of \"{stored.Manifest.App}\" holds counts only, which have no spans of time");
        // Row groups are in the order of time and know theirs, so the smaller part of the rows is quicker to count; but not
        // together with rows that have no time, which may be in any of them.
        var outside = stored.Manifest.UntimedRequests == 0 && HoldsMost(stored.Manifest, since, until);
        var span = new Interval(since is { } from ? Micros(from) : long.MinValue, until is { } to ? Micros(to) : long.MaxValue, outside);
        var requests = stored.Cube.Cells.Select(c => outside ? c.Requests : 0).ToArray();
        try
        {
            Parallel.ForEach(stored.RequestFiles, file =>
            {
                var counted = Count(file, span, requests.Length);
                lock (requests)
                    for (var i = 0; i < counted.Length; i++) requests[i] += outside ? -counted[i] : counted[i];
            });
        }
        catch (AggregateException e) when (e.InnerException is ParquetException or IOException or IndexOutOfRangeException)
        {
            throw new StoreException($"the rows of \"{stored.Manifest.App}\" cannot be read: {ParquetFailure.In(e.InnerException)}", e);
        }

        return With(stored.Cube, requests);
    }

    /// <summary>Counts the rows of a file by their cell.</summary>
    static int[] Count(string path, Interval span, int cells)
    {
        var counted = new int[cells];
        using var file = new ParquetFileReader(path);
        for (var number = 0; number < file.FileMetaData.NumRowGroups; number++)
        {
            using var reader = file.RowGroup(number);
            var group = new RequestRowGroup(reader);
            var (first, last, allTimed) = group.Received();
            if (span.HoldsNone(first, last)) continue;
            var cell = group.Cells();
            if (allTimed && span.HoldsAll(first, last))
            {
                foreach (var c in cell) counted[c]++;
                continue;
            }

            var times = group.Times();
            for (var i = 0; i < cell.Length; i++)
                if (times[i] != RequestBatch.Unknown && span.Holds(times[i]))
                    counted[cell[i]]++;
        }

        return counted;
    }

    static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Times from one to another, both included; or all others.</summary>
    readonly record struct Interval(long From, long To, bool Outside)
    {
        public bool Holds(long time) => (time >= From && time <= To) != Outside;

        public bool HoldsAll(long first, long last) => Outside ? last < From || first > To : first >= From && last <= To;

        public bool HoldsNone(long first, long last) => Outside ? first >= From && last <= To : last < From || first > To;
    }

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
                cells.Add(all.Cells[i] with { Requests = requests[i], FirstMicros = 0, LastMicros = 0 });
        return all.With(cells.ToImmutable());
    }
}
