using ParquetSharp;

namespace ApiSnoop.Recording;

/// <summary>
/// Who was counted before: the requests of a recording that an appending load may meet again, because the log has grown since,
/// or because a request was in flight where one log ended and the next began.
/// </summary>
/// <param name="Keys">Their identities, sorted; see <see cref="RequestKey"/>.</param>
/// <param name="All">Whether these are all that were asked for, and not only the newest.</param>
internal sealed record CountedRequests(ulong[] Keys, bool All)
{
    /// <summary>How many are kept at most: 8 bytes each.</summary>
    const int Most = 16_000_000;

    /// <summary>Nobody.</summary>
    public static CountedRequests None { get; } = new([], true);

    /// <summary>Reads them from a recording's rows.</summary>
    /// <param name="files">The Parquet files of rows, in the order in which they were written.</param>
    /// <param name="since">From when on requests matter, microseconds since 1970 UTC.</param>
    /// <param name="most">How many to keep.</param>
    /// <exception cref="StoreException">A file is damaged.</exception>
    public static CountedRequests Since(IReadOnlyList<string> files, long since, int most = Most)
    {
        var keys = new List<ulong>();
        var all = true;
        for (var i = files.Count - 1; i >= 0 && all; i--)
        {
            try
            {
                all = Add(files[i], since, most, keys);
            }
            catch (Exception e) when (e is ParquetException or IOException)
            {
                throw new StoreException($"{files[i]} is damaged: {ParquetTrouble.In(e)}", e);
            }
        }

        keys.Sort();
        return new([.. keys], all);
    }

    /// <returns>False when there are more than are kept.</returns>
    static bool Add(string path, long since, int most, List<ulong> keys)
    {
        using var file = new ParquetFileReader(path);
        for (var number = file.FileMetaData.NumRowGroups - 1; number >= 0; number--)
        {
            using var reader = file.RowGroup(number);
            var group = new RequestRowGroup(reader);
            var (_, last, allTimed) = group.Received();
            // A request without a time may be told again at any.
            if (last < since && allTimed) continue;
            if (keys.Count + group.Rows > most) return false;
            var received = group.Times();
            group.AuditIds((row, id) =>
            {
                if (id.Length == 0) return;
                if (received[row] == RequestBatch.Unknown) keys.Add(RequestKey.OfUntimed(id));
                else if (received[row] >= since) keys.Add(RequestKey.Of(id, received[row]));
            });
        }

        return true;
    }
}
