using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ApiSnoop.Audit.Reading;

/// <summary>
/// Finds the audit events in a run of bytes, whatever holds them: JSON lines, pretty-printed or concatenated objects,
/// arrays, EventLists. What is no event is reported and stepped over.
/// </summary>
internal sealed unsafe class DocumentReader(bool strict)
{
    enum Container : byte
    {
        Array,
        Items,
    }

    const int DeepestNesting = 8;
    const string Utf16 = "UTF-16 text: write it as UTF-8";
    static readonly SearchValues<byte> s_closers = SearchValues.Create("]} ,\r\t"u8);
    static readonly SearchValues<byte> s_blanks = SearchValues.Create(" \r\t"u8);
    static ReadOnlySpan<byte> EventHead => "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/"u8;

    readonly EventScanner _scanner = new();
    readonly Container[] _open = new Container[DeepestNesting];
    int _depth;
    bool _inTail;
    bool _lostContainer;
    bool _afterDropped;
    byte* _start, _position, _end;
    bool _final;

    /// <summary>Called for each line or document that holds no event, with the line feeds before it in the run.</summary>
    public Action<int, string>? OnBad { get; set; }

    /// <summary>How many line feeds of the run are done with.</summary>
    public int LineFeeds { get; private set; }

    /// <summary>How many bytes of the run are done with. The rest must be given again with what follows it.</summary>
    public int Consumed => (int)(_position - _start);

    /// <summary>Whether an array or list is open at the end of what was read.</summary>
    public bool InContainer => _depth > 0 || _inTail;

    /// <summary>Forgets what the last run left open.</summary>
    public void StartOver()
    {
        _depth = 0;
        _inTail = _lostContainer = _afterDropped = false;
    }

    /// <summary>Takes the next run of bytes. It must be followed by <see cref="EventScanner.Slack"/> zero bytes.</summary>
    /// <param name="start">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="final">Whether no document of the run goes on behind it.</param>
    /// <param name="unescaped">Takes the texts of this run that hold escapes, without them; what it held is void.</param>
    public void Take(byte* start, int length, bool final, ByteArena unescaped)
    {
        _start = _position = start;
        _end = start + length;
        _final = final;
        LineFeeds = 0;
        _scanner.StartRun(unescaped);
    }

    /// <summary>Whether the run begins with an array or a list, so that lines cannot be read apart from each other.</summary>
    public bool StartsWithContainer()
    {
        StepBetween();
        var p = _position;
        if (p >= _end) return false;
        if (*p == '[') return true;
        return *p == '{' && _scanner.Read(ref p, _end, out _) == ReadOutcome.List;
    }

    /// <summary>Moves to the next event.</summary>
    /// <param name="e">The event; undefined when there is none.</param>
    /// <returns>False when the run holds no further whole event.</returns>
    public bool Next(out AuditEvent e)
    {
        Unsafe.SkipInit(out e);
        while (true)
        {
            if (_inTail && !EndTail()) return false;
            StepBetween();
            if (_position >= _end) return AtEnd();
            var more = *_position switch
            {
                (byte)'{' => Object(out e),
                (byte)'[' => Open(Container.Array, _position + 1),
                (byte)']' when _depth > 0 => Close(),
                _ when _depth > 0 => Scalar(),
                _ => Garbage(),
            };
            if (more is { } found) return found;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool? Object(out AuditEvent e)
    {
        var p = _position;
        var outcome = _scanner.Read(ref p, _end, out e);
        switch (outcome)
        {
            case ReadOutcome.Event when !strict || IsValid(_position, p):
                StepOver(p);
                return true;
            case ReadOutcome.List:
                return Open(Container.Items, p);
            case ReadOutcome.EmptyList:
                StepOver(p);
                return null;
            case ReadOutcome.NotEvent:
                Bad(ProgramLine.IsJson(new ReadOnlySpan<byte>(_position, (int)(p - _position))) ? ProgramLine.Name : _scanner.Reason);
                StepOver(p);
                return null;
            case ReadOutcome.Truncated when !_final:
                return false;
            default:
                return Broken(outcome, p);
        }
    }

    bool? Broken(ReadOutcome outcome, byte* failed)
    {
        var start = new ReadOnlySpan<byte>(_position, (int)Math.Min(4, _end - _position));
        var reason = IsUtf16(start) ? Utf16 : outcome == ReadOutcome.Truncated ? "cut off: " + _scanner.Reason
            : outcome == ReadOutcome.Event ? "not valid JSON inside a value that is skipped"
            : $"not JSON: {_scanner.Reason} at byte {failed - _position + 1}";
        return Resync(reason) ? null : false;
    }

    /// <summary>Steps over a broken document to the next line that can start one.</summary>
    /// <returns>False when more bytes are needed to find it.</returns>
    bool Resync(string reason)
    {
        var rest = new ReadOnlySpan<byte>(_position, (int)(_end - _position));
        var lineEnd = rest.IndexOf((byte)'\n');
        if ((lineEnd >= 0 || _final) && rest[1..(lineEnd < 0 ? rest.Length : lineEnd)].IndexOf(EventHead) is >= 0 and var glued)
            return Leave(glued + 1);
        // A first line of just a brace is a pretty-printed document: all its lines are one bad document.
        var pretty = lineEnd > 0 && rest[1..lineEnd].IndexOfAnyExcept(s_blanks) < 0;
        var next = pretty ? rest.IndexOf("\n{"u8) : lineEnd;
        if (next < 0 && !_final) return false;
        Bad(reason);
        LineFeeds += pretty ? rest[..(next < 0 ? rest.Length : next + 1)].Count((byte)'\n') : next < 0 ? 0 : 1;
        _position = next < 0 ? _end : _position + next + 1;
        _lostContainer |= _depth > 0;
        _depth = 0;
        return true;
    }

    /// <summary>Leaves a broken document for the next event, which stands behind it on its line: a crash cut it off there.</summary>
    bool Leave(int length)
    {
        Bad("cut off, with the next event behind it on its line");
        _position += length;
        _lostContainer |= _depth > 0;
        _depth = 0;
        return true;
    }

    bool? Garbage()
    {
        var rest = new ReadOnlySpan<byte>(_position, (int)(_end - _position));
        var lineEnd = rest.IndexOf((byte)'\n');
        if (lineEnd < 0 && !_final) return false;
        var line = lineEnd < 0 ? rest : rest[..lineEnd];
        // The closing brackets of a list whose broken element was stepped over tell nothing new.
        if (!_lostContainer || line.IndexOfAnyExcept(s_closers) >= 0) Bad(NameGarbage(line));
        LineFeeds += lineEnd < 0 ? 0 : 1;
        _position += lineEnd < 0 ? rest.Length : lineEnd + 1;
        return null;
    }

    string NameGarbage(ReadOnlySpan<byte> line)
    {
        if (ProgramLine.IsOne(line))
        {
            _afterDropped = ProgramLine.IsDroppedEvents(line);
            return ProgramLine.Name;
        }

        // An API server tells its own log of events that it could not write, in the old form.
        if (_afterDropped && line.IndexOf(" AUDIT: id=\""u8) >= 0) return ProgramLine.Dropped;
        _afterDropped = false;
        if (line.IndexOf(" AUDIT: id=\""u8) >= 0)
            return "the legacy text format, which is not supported: set --audit-log-format=json on the API server";
        return IsUtf16(line) ? Utf16 : "not JSON: a line that does not start with a brace";
    }

    /// <summary>Some shells write it when the output of a command goes to a file.</summary>
    static bool IsUtf16(ReadOnlySpan<byte> text) => text.IndexOf("{\0\"\0"u8) >= 0 || text.IndexOf("\0{\0\""u8) >= 0;

    bool? Scalar()
    {
        var p = _position;
        var outcome = _scanner.SkipOne(ref p, _end);
        if (outcome == ReadOutcome.NotEvent)
        {
            Bad(_scanner.Reason);
            StepOver(p);
            return null;
        }

        if (outcome == ReadOutcome.Truncated && !_final) return false;
        return Broken(outcome, p);
    }

    bool? Open(Container container, byte* behind)
    {
        if (_depth == DeepestNesting) return Resync($"arrays nested more than {DeepestNesting} deep") ? null : false;
        _open[_depth++] = container;
        StepOver(behind);
        return null;
    }

    bool? Close()
    {
        _position++;
        _inTail = _open[--_depth] == Container.Items;
        return null;
    }

    bool EndTail()
    {
        var p = _position;
        var outcome = _scanner.SkipRest(ref p, _end);
        if (outcome == ReadOutcome.Truncated && !_final) return false;
        _inTail = false;
        if (outcome == ReadOutcome.Event) StepOver(p);
        else return Broken(outcome, p) is null;
        return true;
    }

    bool AtEnd()
    {
        if (_final && InContainer)
        {
            Bad("cut off: an array or list is not closed");
            StartOver();
        }

        return false;
    }

    /// <summary>Steps over white space, commas, byte order marks, and the zeros that a crash leaves in a preallocated file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void StepBetween()
    {
        var p = _position;
        for (; p < _end; p++)
        {
            if (*p == '\n') LineFeeds++;
            else if (*p is (byte)'\r' or (byte)' ' or (byte)'\t' or 0 or (byte)',') continue;
            else if (*p == 0xEF && p[1] == 0xBB && p[2] == 0xBF) p += 2;
            else break;
        }

        _position = p;
    }

    /// <summary>Steps over what the scanner has read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void StepOver(byte* behind)
    {
        LineFeeds += _scanner.LineFeeds;
        _position = behind;
    }

    static bool IsValid(byte* start, byte* end)
    {
        // The decoder that API servers read objects with goes no deeper.
        var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(start, (int)(end - start)), new JsonReaderOptions { MaxDepth = 10_000 });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    void Bad(string reason) => OnBad?.Invoke(LineFeeds, reason);
}
