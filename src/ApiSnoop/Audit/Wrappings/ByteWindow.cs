namespace ApiSnoop.Audit.Wrappings;

/// <summary>A window that moves over a stream: as much of it as the record that is being looked at needs.</summary>
/// <param name="stream">The stream.</param>
/// <param name="longest">How long the window may become, in bytes.</param>
internal sealed class ByteWindow(Stream stream, int longest)
{
    const int UsualLength = 1 << 20;

    byte[] _bytes = GC.AllocateUninitializedArray<byte>(Math.Min(UsualLength, longest));
    int _start, _end;

    /// <summary>What is in the window.</summary>
    public ReadOnlySpan<byte> Rest => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Whether the stream has nothing more to give than what is in the window.</summary>
    public bool Ended { get; private set; }

    /// <summary>Line feeds of the stream before the window.</summary>
    public long LineFeeds { get; private set; }

    /// <summary>Whether what was taken ends inside a line.</summary>
    public bool EndsInLine { get; private set; }

    /// <summary>Reads more: as much again as there is.</summary>
    /// <returns>False when there is no more, or no room.</returns>
    public bool More()
    {
        var before = Rest.Length;
        if (Ended || !MakeRoom()) return false;
        do
        {
            var read = stream.Read(_bytes.AsSpan(_end));
            if (read == 0) Ended = true;
            _end += read;
        }
        while (!Ended && _end < _bytes.Length && Rest.Length < before * 2);
        return Rest.Length > before;
    }

    /// <summary>Moves over bytes that are done with.</summary>
    public void Take(int count)
    {
        if (count == 0) return;
        var taken = Rest[..count];
        LineFeeds += taken.Count((byte)'\n');
        EndsInLine = taken[^1] != '\n';
        _start += count;
    }

    bool MakeRoom()
    {
        if (_end < _bytes.Length) return true;
        var rest = Rest;
        var room = _bytes;
        if (rest.Length > _bytes.Length / 2)
        {
            if (_bytes.Length >= longest) return false;
            room = GC.AllocateUninitializedArray<byte>((int)Math.Min(_bytes.Length * 2L, longest));
        }

        rest.CopyTo(room);
        (_bytes, _start, _end) = (room, 0, rest.Length);
        return true;
    }
}
