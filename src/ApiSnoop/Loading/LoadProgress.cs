using ApiSnoop.Audit;

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

    /// <summary>Audit events read so far.</summary>
    public long Events => _readings.Sum(r => r.Events);

    internal void Follow(IReadOnlyList<LogInput> inputs, IReadOnlyList<InputReading> readings)
    {
        _inputs = inputs;
        _readings = readings;
    }
}
