using System.Runtime.InteropServices;
using System.Text;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>What was met while an input was unwrapped, counted.</summary>
internal sealed class Findings
{
    /// <summary>How many names of one sort are kept apart; what is beyond is counted under the last one.</summary>
    const int MostNames = 1000;

    const int MostTroubles = 20;
    const string Others = "others";

    readonly Dictionary<string, long> _streams = new(StringComparer.Ordinal);
    readonly Dictionary<string, long> _skipped = new(StringComparer.Ordinal);
    readonly Dictionary<string, (long Line, long Count)> _bad = new(StringComparer.Ordinal);
    string? _lastStream;
    long _eventsOfLast;
    byte[] _lastStreamUtf8 = [];

    /// <summary>What was around the events.</summary>
    public Wraps Wraps { get; private set; }

    /// <summary>What was met at all, around events or not.</summary>
    public Wraps Met { get; set; }

    /// <summary>Events that stood plain, as a reader of audit logs finds them.</summary>
    public long Plain { get; private set; }

    /// <summary>Events that were unwrapped.</summary>
    public long Unwrapped { get; private set; }

    /// <summary>Events of them that were cut off and are kept as far as they go.</summary>
    public long Cut { get; private set; }

    /// <summary>Events of them that were put together from pieces.</summary>
    public long Joined { get; set; }

    /// <summary>Google's: events of the log that is always written, and of the one that reads are in.</summary>
    public long Activity { get; set; }

    /// <summary>Google's: events of the log of reads.</summary>
    public long DataAccess { get; set; }

    /// <summary>The text before the first event that had one, as it stood there.</summary>
    public string Prefix { get; private set; } = "";

    /// <summary>The key that events stood under in records of unknown makers.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Log streams by name, with the events of each.</summary>
    public IReadOnlyDictionary<string, long> Streams
    {
        get
        {
            EndStream();
            return _streams;
        }
    }

    /// <summary>What was no audit event and no trouble either, by what it was.</summary>
    public IReadOnlyDictionary<string, long> Skipped => _skipped;

    /// <summary>What could not be read, by reason, with the line of the first.</summary>
    public IReadOnlyDictionary<string, (long Line, long Count)> Bad => _bad;

    /// <summary>Counts an event.</summary>
    public void Found(Wraps wraps, bool plain, bool cut)
    {
        Wraps |= wraps;
        if (plain) Plain++;
        else Unwrapped++;
        if (cut) Cut++;
    }

    public void Skip(string what) => CollectionsMarshal.GetValueRefOrAddDefault(_skipped, Bounded(_skipped, what), out _)++;

    public void Trouble(long line, string reason)
    {
        if (_bad.Count >= MostTroubles && !_bad.ContainsKey(reason)) reason = "not read";
        ref var bad = ref CollectionsMarshal.GetValueRefOrAddDefault(_bad, reason, out var known);
        bad = (known ? bad.Line : line, bad.Count + 1);
    }

    /// <summary>Counts what a log stream gave.</summary>
    public void Stream(ReadOnlySpan<byte> name, int events)
    {
        if (_lastStream is null || !name.SequenceEqual(_lastStreamUtf8))
        {
            EndStream();
            _lastStreamUtf8 = name.ToArray();
            _lastStream = Bounded(_streams, Encoding.UTF8.GetString(name));
        }

        _eventsOfLast += events;
    }

    /// <summary>Records come stream by stream for the most part: the table is asked once for many of them.</summary>
    void EndStream()
    {
        if (_lastStream is null) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_streams, _lastStream, out _) += _eventsOfLast;
        (_lastStream, _eventsOfLast) = (null, 0);
    }

    public void RememberPrefix(ReadOnlySpan<byte> prefix)
    {
        if (Prefix.Length == 0) Prefix = Encoding.UTF8.GetString(prefix);
    }

    public void RememberKey(ReadOnlySpan<byte> key)
    {
        if (Key.Length == 0) Key = Encoding.UTF8.GetString(key);
    }

    static string Bounded(Dictionary<string, long> names, string name) =>
        names.Count >= MostNames && !names.ContainsKey(name) ? Others : name;
}
