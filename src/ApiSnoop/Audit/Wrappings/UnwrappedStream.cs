using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>A log as plain audit events, one a line or several with zeros between, on the lines on which they are in the log.</summary>
internal sealed class UnwrappedStream : ReadOnlyStream
{
    /// <summary>How much is unwrapped ahead, in bytes.</summary>
    const int Ahead = 64 * 1024;

    readonly Stream _log;
    readonly int _longestPacked;
    readonly EventOutput _output = new();
    readonly EventSearch _search;
    readonly IRecordSource _records;
    LogStream? _packed;
    RecordWalker? _packedRecords;
    bool _ended;

    /// <summary>Unwraps a log.</summary>
    /// <param name="log">The log; closed with this stream.</param>
    /// <param name="shape">What kind of text it is.</param>
    /// <param name="longest">The longest record that is read, in bytes.</param>
    /// <param name="isHead">Whether it is only the beginning of a log.</param>
    /// <param name="longestPacked">The same of a record that is unpacked; null for no other length.</param>
    public UnwrappedStream(Stream log, LogShape shape, int longest, bool isHead = false, int? longestPacked = null)
    {
        (_log, _longestPacked) = (log, longestPacked ?? longest);
        _search = new EventSearch(_output, Findings, longest);
        var window = new ByteWindow(log, longest);
        _records = shape switch
        {
            LogShape.Csv => new CsvRecords(window, _search, _output, Findings) { IsHead = isHead },
            LogShape.Yaml => new YamlRecords(window, _search, _output, Findings) { IsHead = isHead },
            _ => new RecordWalker(window, _search, _output, Findings, Via.Top) { IsHead = isHead },
        };
    }

    /// <summary>What was met so far.</summary>
    public Findings Findings { get; } = new();

    public override int Read(Span<byte> buffer)
    {
        while (_output.Length < Ahead && !_ended) Step();
        return _output.Read(buffer);
    }

    void Step()
    {
        if (_packedRecords is not null)
        {
            if (!_packedRecords.Step()) EndPacked();
        }
        else if (_search.Packed.TryDequeue(out var payload))
        {
            Begin(payload);
        }
        else if (!_records.Step())
        {
            _search.Finish();
            _output.LineFeeds = _records.LineFeeds;
            _output.Finish(_records.EndsInLine);
            _ended = true;
        }
    }

    void Begin(PackedPayload payload)
    {
        _packed = new LogStream(new MemoryStream(payload.Bytes), hash: false);
        _packedRecords = new RecordWalker(new ByteWindow(_packed, _longestPacked), _search, _output, Findings, payload.Via)
        {
            OnLine = payload.LineFeeds,
        };
    }

    void EndPacked()
    {
        if (_packed!.Damage is { } damage) Findings.Trouble(_output.LineFeeds + 1, damage);
        _packed.Dispose();
        (_packed, _packedRecords) = (null, null);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _packed?.Dispose();
            _log.Dispose();
        }

        base.Dispose(disposing);
    }
}
