using ApiSnoop.Audit;
using ApiSnoop.Recording.Parquet;
using ParquetSharp;

namespace ApiSnoop.Recording.Rows;

/// <summary>
/// Who was counted before: the requests of a recording that an appending load may meet again, because the log has grown since,
/// or because a request was in flight where one log ended and the next began. Of a long recording only as much is read as the load
/// reaches back. One thread at a time.
/// </summary>
internal sealed class CountedRequests
{
    /// <summary>How many are kept at most: 8 bytes each.</summary>
    const int Most = 16_000_000;

    const long Hour = 3600L * 1_000_000;

    readonly List<Group> _groups;
    readonly List<ulong[]> _keys = [];
    readonly int _most;
    long _step = Hour;

    /// <param name="files">The Parquet files of a recording's rows.</param>
    /// <param name="since">From when on requests surely matter, microseconds since 1970 UTC.</param>
    /// <param name="most">How many to keep.</param>
    /// <exception cref="StoreException">A file is damaged.</exception>
    public CountedRequests(IReadOnlyList<string> files, long since, int most = Most)
    {
        _most = most;
        _groups = [.. files.SelectMany(f => Safely(f, GroupsOf))];
        Since = long.MaxValue;
        Read(since);
    }

    /// <summary>Nobody.</summary>
    public static CountedRequests None => new([], long.MinValue);

    /// <summary>From when on all requests are known, microseconds since 1970 UTC.</summary>
    public long Since { get; private set; }

    /// <summary>Whether all that was asked for could be kept.</summary>
    public bool All { get; private set; } = true;

    /// <summary>How many are known.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a request was counted before; see <see cref="RequestKey"/>.</summary>
    public bool Contains(ulong key)
    {
        foreach (var keys in _keys)
            if (Array.BinarySearch(keys, key) >= 0)
                return true;
        return false;
    }

    /// <summary>
    /// Reads the requests received since a time before <see cref="Since"/>, and some more each time that this is asked for.
    /// </summary>
    /// <exception cref="StoreException">A file is damaged.</exception>
    public void ReachBackTo(long received)
    {
        Read(received < long.MinValue + _step ? long.MinValue : received - _step);
        _step *= 2;
    }

    void Read(long since)
    {
        var keys = new List<ulong>();
        // The newest first: where not all can be kept, those are told again the most.
        for (var i = _groups.Count - 1; i >= 0; i--)
        {
            var group = _groups[i];
            if (group.Last < since && (group.AllTimed || Since != long.MaxValue)) continue;
            if (Count + keys.Count + group.Rows > _most)
            {
                (All, since) = (false, long.MinValue);
                _groups.Clear();
                break;
            }

            Safely(group.File, file => Add(file, group, since, keys));
            if (group.First >= since) _groups.RemoveAt(i);
        }

        keys.Sort();
        if (keys.Count > 0) _keys.Add([.. keys]);
        Count += keys.Count;
        Since = since;
    }

    /// <summary>
    /// Adds the requests of a group that were not read before. Those without a time may be told again at any, so they are
    /// read at first.
    /// </summary>
    bool Add(string path, Group which, long since, List<ulong> keys)
    {
        using var file = new ParquetFileReader(path);
        using var reader = file.RowGroup(which.Number);
        var group = new RequestRowGroup(reader);
        var received = group.Times();
        var (verbs, uris) = (new uint[group.Rows], new ulong[group.Rows]);
        group.Verbs((row, verb) => verbs[row] = RequestKey.VerbHash(verb));
        group.Uris((row, uri) => uris[row] = UriHash.Of(uri).Whole);
        group.AuditIds((row, id) =>
        {
            if (id.Length == 0) return;
            var isAsked = received[row] == RequestBatch.Unknown
                ? Since == long.MaxValue
                : received[row] >= since && received[row] < Since;
            if (isAsked) keys.Add(RequestKey.Of(id, received[row], verbs[row], uris[row]));
        });
        return true;
    }

    static List<Group> GroupsOf(string path)
    {
        using var file = new ParquetFileReader(path);
        var groups = new List<Group>();
        for (var number = 0; number < file.FileMetaData.NumRowGroups; number++)
        {
            using var reader = file.RowGroup(number);
            var group = new RequestRowGroup(reader);
            var (first, last, allTimed) = group.Received();
            groups.Add(new Group(path, number, group.Rows, first, last, allTimed));
        }

        return groups;
    }

    static T Safely<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is ParquetException or IOException)
        {
            throw new StoreException($"{path} is damaged: {ParquetFailure.In(e)}", e);
        }
    }

    /// <summary>A group of rows with the times that it holds; see <see cref="RequestRowGroup.Received"/>.</summary>
    sealed record Group(string File, int Number, int Rows, long First, long Last, bool AllTimed);
}
