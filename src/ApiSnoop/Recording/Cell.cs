namespace ApiSnoop.Recording;

/// <summary>One counted combination of the cube; the numbers index the cube's dimensions.</summary>
/// <param name="Target">Index in <see cref="Cube.Targets"/>.</param>
/// <param name="Agent">Index in <see cref="Cube.Agents"/>.</param>
/// <param name="User">Index in <see cref="Cube.Users"/> of the user in whose name the requests were made.</param>
/// <param name="Namespace">Index in <see cref="Cube.Namespaces"/>.</param>
/// <param name="Verb">Index in <see cref="Cube.Verbs"/>.</param>
/// <param name="Code">The HTTP status code of the outcome; 0 when none was logged.</param>
/// <param name="Requests">How many requests.</param>
public readonly record struct Cell(int Target, int Agent, int User, int Namespace, short Verb, short Code, long Requests)
{
    /// <summary>Index in <see cref="Cube.Impersonators"/> of who made the requests in another's name.</summary>
    public int Impersonator { get; init; }

    /// <summary>Index in <see cref="Cube.Deprecations"/>.</summary>
    public short Deprecation { get; init; }

    /// <summary>When the first of the requests was received; null where that is not known.</summary>
    public DateTimeOffset? First => TimeOf(FirstMicros);

    /// <summary>When the last of the requests was received; null where that is not known.</summary>
    public DateTimeOffset? Last => TimeOf(LastMicros);

    /// <summary>Microseconds since 1970 UTC; 0 where that is not known.</summary>
    internal long FirstMicros { get; init; }

    /// <summary>Microseconds since 1970 UTC; 0 where that is not known.</summary>
    internal long LastMicros { get; init; }

    static DateTimeOffset? TimeOf(long micros) =>
        micros == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
