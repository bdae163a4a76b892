namespace ApiSnoop.Loading.Chunks;

/// <summary>
/// Cuts an input into chunks. In a log of lines a chunk ends before a line that starts with a brace, so that threads can
/// read chunks apart from each other; arrays, lists and lines with other beginnings are read by one thread in one go.
/// </summary>
internal sealed class ChunkCutter(Stream stream, int longest)
{
    byte[] _carry = [];
    int _carried;

    /// <summary>Whether the input's end was reached; the current chunk may still hold bytes of it.</summary>
    public bool Ended { get; private set; }

    /// <summary>Whether everything was handed out.</summary>
    public bool Done => Ended && _carried == 0;

    /// <summary>Whether what was handed out ends inside a line.</summary>
    public bool EndsInLine { get; private set; }

    /// <summary>Fills a chunk that ends where a line starts with a brace, or at the input's end.</summary>
    /// <returns>False when no such place was found in a chunk of the usual size; the chunk then holds what was read.</returns>
    public bool FillLines(Chunk chunk)
    {
        Fill(chunk);
        if (Ended) return Hand(chunk, chunk.Length);
        var cut = chunk.Bytes[1..].LastIndexOf("\n{"u8);
        // What was unwrapped of one line has a zero between its events.
        if (cut < 0) cut = chunk.Bytes[1..].LastIndexOf("\0{"u8);
        return cut >= 0 && Hand(chunk, cut + 2);
    }

    /// <summary>Fills a chunk with whatever comes next.</summary>
    public void Fill(Chunk chunk)
    {
        chunk.Length = 0;
        TakeCarry(chunk);
        FillUp(chunk);
    }

    /// <summary>Keeps what the reader did not use of a chunk for the next one.</summary>
    public bool Hand(Chunk chunk, int used)
    {
        var rest = chunk.Bytes[used..];
        if (rest.Length > _carry.Length) _carry = new byte[Math.Max(rest.Length, _carry.Length * 2)];
        rest.CopyTo(_carry);
        _carried = rest.Length;
        chunk.Length = used;
        if (used > 0) EndsInLine = chunk.Bytes[^1] != '\n';
        chunk.Seal();
        return true;
    }

    /// <summary>Undoes the last handing out: the chunk is to be read in one go after all, and holds all its bytes again.</summary>
    public void TakeBack(Chunk chunk)
    {
        while (chunk.Length + _carried > chunk.Capacity) chunk.Grow(longest);
        _carry.AsSpan(0, _carried).CopyTo(chunk.Free);
        chunk.Length += _carried;
        _carried = 0;
        chunk.Seal();
    }

    /// <summary>Takes more into a chunk whose first document is longer than the chunk.</summary>
    /// <returns>False when the document is longer than the limit.</returns>
    public bool Extend(Chunk chunk)
    {
        if (chunk.Capacity >= longest) return false;
        chunk.Grow(longest);
        FillUp(chunk);
        return true;
    }

    /// <summary>Drops the rest of a line that is longer than the limit, up to and with its line feed.</summary>
    public void SkipLine(Chunk chunk)
    {
        chunk.Shrink();
        while (!Ended)
        {
            FillUp(chunk);
            var end = chunk.Bytes.IndexOf((byte)'\n');
            if (end >= 0)
            {
                Hand(chunk, end + 1);
                return;
            }

            chunk.Length = 0;
        }

        EndsInLine = true;
    }

    void TakeCarry(Chunk chunk)
    {
        while (_carried > chunk.Capacity) chunk.Grow(longest);
        _carry.AsSpan(0, _carried).CopyTo(chunk.Free);
        chunk.Length = _carried;
        _carried = 0;
    }

    void FillUp(Chunk chunk)
    {
        while (chunk.Length < chunk.Capacity && !Ended)
        {
            var read = stream.Read(chunk.Free);
            if (read == 0) Ended = true;
            chunk.Length += read;
        }

        chunk.Seal();
    }
}
