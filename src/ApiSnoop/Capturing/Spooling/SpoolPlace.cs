namespace ApiSnoop.Capturing.Spooling;

/// <summary>A place in the spool, between two lines.</summary>
/// <param name="Segment">The number of the file.</param>
/// <param name="Offset">Bytes before it in that file.</param>
public readonly record struct SpoolPlace(long Segment, long Offset)
{
    /// <summary>Whether there is something between another place and this one.</summary>
    public bool IsBehind(SpoolPlace other) => Segment > other.Segment || (Segment == other.Segment && Offset > other.Offset);
}

/// <summary>A part of one file of the spool.</summary>
/// <param name="Path">The file.</param>
/// <param name="Segment">Its number.</param>
/// <param name="Offset">Where the part begins.</param>
/// <param name="Length">How long it is.</param>
sealed record SpoolPart(string Path, long Segment, long Offset, long Length);

/// <summary>What lies between two places.</summary>
/// <param name="From">The place before it.</param>
/// <param name="To">The place behind it.</param>
readonly record struct SpoolRange(SpoolPlace From, SpoolPlace To)
{
    /// <summary>Whether it is added to the recording, rather than all there is of it.</summary>
    public bool IsAdded { get; init; }
}
