using System.Buffers;
using ApiSnoop.Capturing.Spooling;

namespace ApiSnoop.Capturing.Batches;

/// <summary>The lines of one batch: in memory, and what is more than usual in a file that is gone when it is closed.</summary>
/// <param name="folder">Where such a file is made.</param>
sealed class CutBatch(string folder) : IBufferWriter<byte>, IDisposable
{
    /// <summary>A batch of 400 events without bodies takes half a MiB.</summary>
    const int MostInMemory = 4 << 20;

    byte[] _bytes = ArrayPool<byte>.Shared.Rent(1 << 16);
    int _length;
    FileStream? _aside;

    /// <summary>Events in it.</summary>
    public int Events { get; set; }

    /// <summary>The time of the newest stage that its events told, or null.</summary>
    public DateTimeOffset? Newest { get; set; }

    /// <summary>Bytes of its lines.</summary>
    public long Length => (_aside?.Length ?? 0) + _length;

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Fit(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Fit(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <summary>Gives the lines, in pieces.</summary>
    /// <exception cref="IOException">What was put aside cannot be read.</exception>
    public void WriteTo(Action<ReadOnlyMemory<byte>> write)
    {
        if (_aside is not null)
        {
            PutAside();
            _aside.Position = 0;
            while ((_length = _aside.Read(_bytes)) > 0) write(_bytes.AsMemory(0, _length));
        }
        else if (_length > 0)
        {
            write(_bytes.AsMemory(0, _length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _aside?.Dispose();
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    void Fit(int more)
    {
        more = Math.Max(more, 1);
        if (_length + more <= _bytes.Length) return;
        if (_length + more > MostInMemory && _length > 0) PutAside();
        if (_length + more <= _bytes.Length) return;
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(_length + more, _bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = grown;
    }

    void PutAside()
    {
        try
        {
            _aside ??= new FileStream(Path.Combine(folder, $"{Path.GetRandomFileName()}.part"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose,
                BufferSize = 0,
            });
            _aside.Write(_bytes.AsSpan(0, _length));
        }
        catch (IOException e)
        {
            throw new SpoolFullException(e.Message, e);
        }

        _length = 0;
    }
}
