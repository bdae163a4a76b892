using System.Buffers;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>Puts lines together that were split into pieces, for each stream apart, as lines of others stand between them.</summary>
/// <param name="longest">The longest line, in bytes; a longer one is given up.</param>
internal sealed class PieceJoiner(int longest)
{
    /// <summary>How many streams may have a line open; a bound for logs that never close them.</summary>
    const int MostStreams = 256;

    readonly Dictionary<ulong, ArrayBufferWriter<byte>> _open = [];

    /// <summary>Whether a stream has a line open.</summary>
    public bool IsOpen(ulong stream) => _open.Count > 0 && _open.ContainsKey(stream);

    /// <summary>Whether a piece was added since this was last set to false.</summary>
    public bool Added { get; set; }

    /// <summary>Adds a piece.</summary>
    /// <returns>False when the line became too long, or too many are open; it is given up then.</returns>
    public bool Add(ulong stream, ReadOnlySpan<byte> piece)
    {
        if (!_open.TryGetValue(stream, out var line))
        {
            if (_open.Count == MostStreams) return false;
            _open.Add(stream, line = new ArrayBufferWriter<byte>());
        }

        if (line.WrittenCount + piece.Length > longest)
        {
            _open.Remove(stream);
            return false;
        }

        line.Write(piece);
        Added = true;
        return true;
    }

    /// <summary>What a stream's line has so far.</summary>
    public ReadOnlySpan<byte> Peek(ulong stream) => _open.TryGetValue(stream, out var line) ? line.WrittenSpan : [];

    /// <summary>Takes a stream's line.</summary>
    public ReadOnlySpan<byte> Take(ulong stream) => _open.Remove(stream, out var line) ? line.WrittenSpan : [];

    /// <summary>Takes what is still open at the end.</summary>
    public ReadOnlySpan<byte> TakeAny() => _open.Count == 0 ? [] : Take(_open.Keys.First());

    /// <summary>Whether a line is open.</summary>
    public bool Any => _open.Count > 0;
}
