namespace ApiSnoop.Audit.Reading;

/// <summary>Pinned memory handed out front to back and taken back all at once; keeps what it grew to.</summary>
internal sealed unsafe class ByteArena(int segmentSize = 64 * 1024)
{
    readonly List<byte[]> _segments = [];
    int _segment = -1;
    int _used;

    public byte* Take(int length)
    {
        while (_segment < 0 || _used + length > _segments[_segment].Length) NextSegment(length);
        var start = (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_segments[_segment], _used);
        _used += length;
        return start;
    }

    /// <summary>Takes everything back; views into the arena are void from here on.</summary>
    public void Reset()
    {
        _segment = _segments.Count > 0 ? 0 : -1;
        _used = 0;
    }

    void NextSegment(int length)
    {
        _segment++;
        _used = 0;
        if (_segment == _segments.Count)
            _segments.Add(GC.AllocateUninitializedArray<byte>(Math.Max(segmentSize, length), pinned: true));
    }
}
