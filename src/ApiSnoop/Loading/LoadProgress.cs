using ApiSnoop.Audit.Inputs;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>How far a load is. Reading it costs the load nothing: it only looks at counters that the load keeps anyway.</summary>
public sealed class LoadProgress
{
    IReadOnlyList<LogInput> _inputs = [];
    IReadOnlyList<InputReading> _readings = [];

    /// <summary>The release being matched against; null until it is chosen.</summary>
    public ChosenRelease? Release { get; internal set; }

    /// <summary>Stored bytes of all inputs, or null when one of them does not tell.</summary>
    public long? TotalBytes => _inputs.Any(i => i.Length is null) ? null : _inputs.Sum(i => i.Length!.Value);

    /// <summary>Stored bytes read so far.</summary>
    public long BytesRead => _inputs.Sum(i => i.StoredBytes);

    /// <summary>Bytes of the logs themselves read so far, unpacked.</summary>
    public long UnpackedBytes => _readings.Sum(r => r.Bytes);

    /// <summary>Audit events read so far.</summary>
    public long Events => _readings.Sum(r => r.Events);

    /// <summary>Lines left out so far because they cannot be read; inputs without any event are told apart.</summary>
    public long BadLines => _readings.Where(r => r.Events > 0).Sum(r => r.BadLines);

    /// <summary>The same by reason, the most frequent first: the first line, and how many there are.</summary>
    public IEnumerable<(BadLine First, long Count)> BadReasons => _readings.Where(r => r.Events > 0).SelectMany(r => r.BadReasons)
        .GroupBy(b => b.First.Reason).Select(g => (g.First().First, g.Sum(b => b.Count))).OrderByDescending(b => b.Item2);

    /// <summary>What the user should know of this load; what was told of the loads before it is in the manifest.</summary>
    public IReadOnlyList<string> Notes { get; internal set; } = [];

    internal void Follow(IReadOnlyList<LogInput> inputs, IReadOnlyList<InputReading> readings)
    {
        _inputs = inputs;
        _readings = readings;
    }
}
