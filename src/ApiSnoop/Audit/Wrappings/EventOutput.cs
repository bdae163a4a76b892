namespace ApiSnoop.Audit.Wrappings;

/// <summary>
/// The events that were unwrapped, as JSON lines. It holds as many line feeds as the input, at the same places between events: where an
/// event is told to be, it is in the file. Events of one line of the input have a zero between them, as no JSON has.
/// </summary>
internal sealed class EventOutput
{
    const int FewLineFeeds = 64 * 1024;

    byte[] _bytes = GC.AllocateUninitializedArray<byte>(256 * 1024);
    int _start, _end;
    long _lineFeeds;
    bool _inLine;

    /// <summary>Line feeds of the input before what is being unwrapped.</summary>
    public long LineFeeds { get; set; }

    /// <summary>Bytes that wait to be read.</summary>
    public int Length => _end - _start;

    /// <summary>Gives bytes that wait.</summary>
    public int Read(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, Length);
        _bytes.AsSpan(_start, taken).CopyTo(buffer);
        _start += taken;
        if (_start == _end) _start = _end = 0;
        return taken;
    }

    /// <summary>Takes an event's JSON.</summary>
    public void Add(ReadOnlySpan<byte> json)
    {
        CatchUp();
        var room = Room(json.Length + 1);
        if (_inLine) room[0] = 0;
        var at = _inLine ? 1 : 0;
        json.CopyTo(room[at..]);
        // Line feeds of a pretty-printed event stand between its values.
        if (json.Contains((byte)'\n')) room.Slice(at, json.Length).Replace((byte)'\n', (byte)' ');
        _end += at + json.Length;
        _inLine = true;
    }

    /// <summary>Writes the line feeds that are due, if they are many.</summary>
    public void PassLines()
    {
        if (LineFeeds - _lineFeeds > FewLineFeeds) CatchUp();
    }

    /// <summary>Ends as the input ends.</summary>
    /// <param name="inLine">Whether its last line has no line feed.</param>
    public void Finish(bool inLine)
    {
        CatchUp();
        if (!inLine || _inLine) return;
        Room(1)[0] = (byte)' ';
        _end++;
    }

    void CatchUp()
    {
        for (var due = LineFeeds - _lineFeeds; due > 0; due = LineFeeds - _lineFeeds)
        {
            var now = (int)Math.Min(due, FewLineFeeds);
            Room(now)[..now].Fill((byte)'\n');
            _end += now;
            _lineFeeds += now;
            _inLine = false;
        }
    }

    Span<byte> Room(int length)
    {
        if (_bytes.Length - _end < length && _start > 0)
        {
            _bytes.AsSpan(_start, Length).CopyTo(_bytes);
            (_start, _end) = (0, Length);
        }

        if (_bytes.Length - _end < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + length));
        return _bytes.AsSpan(_end);
    }
}
