namespace ApiSnoop.Capturing.Following;

/// <summary>
/// A log that somebody writes: what is appended to it, across rotation by rename, by copy and truncation, and packed copies. A renamed
/// file is read to its end before the new one; of a file that was truncated the copy is looked for. What may have been read before is
/// rather read again: told twice counts once.
/// </summary>
sealed class FollowedLog : IDisposable
{
    const int Step = 1 << 20;
    const byte LineFeed = (byte)'\n';

    readonly string _path;
    FileStream? _file;
    byte[] _rest = [];

    /// <summary>Follows a log.</summary>
    /// <param name="path">Where it is; it need not be there yet.</param>
    /// <param name="head">What is known of the log that was read last; <see cref="LogHead.None"/> to begin anew.</param>
    /// <param name="offset">How many of its bytes were read.</param>
    public FollowedLog(string path, LogHead head, long offset) => (_path, Head, Offset) = (Path.GetFullPath(path), head, offset);

    /// <summary>What the log that is being read is told by.</summary>
    public LogHead Head { get; private set; }

    /// <summary>Bytes of its whole lines that were given.</summary>
    public long Offset { get; private set; }

    /// <summary>Where it is.</summary>
    public string FullPath => _path;

    /// <summary>Begins behind what is there now.</summary>
    public static FollowedLog AtEnd(string path)
    {
        using var file = LogHead.OpenRaw(path);
        var head = LogHead.Of(file);
        return new FollowedLog(path, head, file.Length);
    }

    /// <summary>Gives what was appended since, in whole lines.</summary>
    /// <param name="give">Takes the lines.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Poll(Action<ReadOnlySpan<byte>> give)
    {
        if (_file is null && !Open(give)) return;
        if (WasTruncated()) BeginAgain(give);
        Drain(_file!, give);
        if (!WasReplaced()) return;
        // Between the look and the replacement more may have come.
        Drain(_file!, give);
        if (_rest.Length > 0) give([.. _rest, LineFeed]);
        Close();
        (Head, Offset) = (LogHead.None, 0);
        if (Open(give)) Drain(_file!, give);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    void Close()
    {
        _file?.Dispose();
        (_file, _rest) = (null, []);
    }

    bool Open(Action<ReadOnlySpan<byte>> give)
    {
        if (!File.Exists(_path)) return false;
        // The one that was read last may have been rotated away meanwhile.
        if (Head.Length > 0 && !Head.IsOf(_path)) ReadCopy(give);
        _file = LogHead.OpenRaw(_path);
        KnowHead();
        return true;
    }

    /// <summary>What was not read yet of a log that is now another file, packed or not; and then the log is forgotten.</summary>
    void ReadCopy(Action<ReadOnlySpan<byte>> give)
    {
        if (Others().FirstOrDefault(Head.IsOf) is { } copy)
        {
            using var log = LogHead.Open(copy);
            Skip(log, Offset);
            _rest = [];
            ReadOn(log, give);
            if (_rest.Length > 0) give([.. _rest, LineFeed]);
        }

        (Head, Offset, _rest) = (LogHead.None, 0, []);
    }

    /// <summary>Files beside it that are called alike, the newest first: rotation keeps the first letters.</summary>
    IEnumerable<string> Others()
    {
        var stem = Path.GetFileNameWithoutExtension(_path);
        return new DirectoryInfo(Path.GetDirectoryName(_path)!).EnumerateFiles(stem + "*").Where(f => f.FullName != _path)
            .OrderByDescending(f => f.LastWriteTimeUtc).Select(f => f.FullName);
    }

    bool WasTruncated() => _file!.Length < Offset || (Head.Length > 0 && HeadOf(_file, Head.Length) != Head);

    void BeginAgain(Action<ReadOnlySpan<byte>> give)
    {
        ReadCopy(give);
        KnowHead();
    }

    /// <summary>Whether the name belongs to another file now.</summary>
    bool WasReplaced()
    {
        if (!File.Exists(_path)) return false;
        using var now = LogHead.OpenRaw(_path);
        return now.Length < Offset ? _file!.Length >= Offset : Head.Length > 0 && HeadOf(now, Head.Length) != Head;
    }

    void Drain(FileStream file, Action<ReadOnlySpan<byte>> give)
    {
        file.Position = Offset + _rest.Length;
        ReadOn(file, give);
        if (!Head.IsWhole) KnowHead();
    }

    void ReadOn(Stream log, Action<ReadOnlySpan<byte>> give)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(Step);
        while (log.Read(buffer) is > 0 and var read)
        {
            var end = buffer.AsSpan(0, read).LastIndexOf(LineFeed) + 1;
            if (end == 0)
            {
                _rest = [.. _rest, .. buffer.AsSpan(0, read)];
                continue;
            }

            if (_rest.Length == 0) give(buffer.AsSpan(0, end));
            else give([.. _rest, .. buffer.AsSpan(0, end)]);
            Offset += _rest.Length + end;
            _rest = buffer.AsSpan(end, read - end).ToArray();
        }
    }

    void KnowHead() => Head = HeadOf(_file!, int.MaxValue);

    static LogHead HeadOf(FileStream file, int most)
    {
        file.Position = 0;
        using var start = new Audit.Streams.BoundedStream(new Kept(file), most);
        return LogHead.Of(start);
    }

    static void Skip(Stream log, long count)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0 && log.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, count))) is > 0 and var read) count -= read;
    }

    /// <summary>A file that stays open when what reads it is closed.</summary>
    sealed class Kept(FileStream file) : Audit.Streams.ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => file.Read(buffer);
    }
}
