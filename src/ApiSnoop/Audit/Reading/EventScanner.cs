using System.Runtime.CompilerServices;

namespace ApiSnoop.Audit.Reading;

/// <summary>
/// Reads one audit event from JSON bytes without building anything: walks the top-level keys, keeps views of the fields
/// that matter and jumps over every other value 64 bytes at a time.
/// </summary>
/// <remarks>
/// The bytes must be followed by <see cref="Slack"/> readable zero bytes. What is inside a skipped value is checked for
/// quotes, brackets and raw line feeds only; <c>--strict</c> is for those who want every byte validated.
/// </remarks>
internal sealed unsafe partial class EventScanner
{
    /// <summary>
    /// Zero bytes that must follow the bytes to read, so that whole blocks can be loaded, and the byte behind one that holds
    /// nothing looked at.
    /// </summary>
    public const int Slack = JsonBlock.Size + 1;

    /// <summary>Said of JSON that has nothing of an audit event.</summary>
    public const string NoIdentity = "JSON, but no audit event: no auditID, no requestURI, and not of audit.k8s.io";

    ByteArena _unescaped = new();
    byte* _end;
    byte* _items;
    bool _kindIsOther;
    bool _kindIsList;
    bool _hasIdentity;
    bool _isNamed;

    /// <summary>Why the last read gave <see cref="ReadOutcome.Bad"/> or <see cref="ReadOutcome.NotEvent"/>.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>How many line feeds stood in what the last call stepped over.</summary>
    public int LineFeeds { get; private set; }

    /// <summary>Starts a run of bytes, whose events may be compared with each other.</summary>
    /// <param name="arena">Takes the texts that hold escapes from here on, from its beginning.</param>
    public void StartRun(ByteArena arena)
    {
        _earlier.Clear();
        arena.Reset();
        _unescaped = arena;
    }

    /// <summary>Reads the object at <paramref name="p"/>, which must point at <c>{</c>.</summary>
    /// <param name="p">Moves behind the object, behind the bracket of a list, or to where reading failed.</param>
    /// <param name="end">The end of the bytes.</param>
    /// <param name="e">The event; undefined unless the outcome is <see cref="ReadOutcome.Event"/>.</param>
    public ReadOutcome Read(ref byte* p, byte* end, out AuditEvent e)
    {
        e = new AuditEvent { Received = AuditEvent.NoTime, Staged = AuditEvent.NoTime };
        Begin(end);
        _kindIsOther = _kindIsList = _hasIdentity = _isNamed = false;
        _items = null;
        byte* q;
        if (Is(p, UsualHead))
        {
            q = UsualOrder(p, ref e);
        }
        else
        {
            q = SkipSpace(p + 1);
            if (*q == '}')
            {
                p = q + 1;
                return NotEvent("an empty object");
            }

            q = Member(q, ref e);
        }

        while (q != null)
        {
            q = SkipSpace(q);
            if (*q == ',')
            {
                q = Member(SkipSpace(q + 1), ref e);
                continue;
            }

            if (*q != '}' || q >= _end) return Fail(ref p, q, "a comma or a closing brace was expected");
            p = q + 1;
            return Judge(e.Verb);
        }

        if (_items == null) return Fail(ref p, _stopped, _why);
        p = _items;
        return ReadOutcome.List;
    }

    /// <summary>Reads a key and its value.</summary>
    /// <returns>The byte behind the value, or null: with a list's first item noted, or with the reason of a failure.</returns>
    byte* Member(byte* q, ref AuditEvent e)
    {
        if (*q != '"') return Stop(q, "a key was expected");
        var key = q + 1;
        var keyEnd = StringEnd(key, out var escaped);
        if (keyEnd == null) return Stop(_stopped, "a key is not closed on its line");
        q = SkipSpace(keyEnd + 1);
        if (*q != ':') return Stop(q, "a colon was expected");
        q = SkipSpace(q + 1);
        var name = escaped ? Unescape(key, keyEnd) : new ByteView(key, (int)(keyEnd - key));
        if (name.Start == null) return Stop(key, "a key holds an escape that JSON does not know");
        if (*q != '[' || !name.Span.SequenceEqual("items"u8)) return Value(name, q, ref e);
        _items = q + 1;
        return null;
    }

    /// <summary>Skips the rest of an object whose opening brace and some keys were read, as after a list's items.</summary>
    public ReadOutcome SkipRest(ref byte* p, byte* end)
    {
        Begin(end);
        var q = SkipNested(p, 1);
        if (q == null) return Fail(ref p, _stopped, _why);
        p = q;
        return ReadOutcome.Event;
    }

    /// <summary>Skips any one value, as an element of a list that is no object.</summary>
    public ReadOutcome SkipOne(ref byte* p, byte* end)
    {
        Begin(end);
        var q = SkipValue(p);
        if (q == null) return Fail(ref p, _stopped, _why);
        p = q;
        return NotEvent("a JSON value that is no object");
    }

    ReadOutcome Judge(ByteView verb)
    {
        if (_kindIsList) return ReadOutcome.EmptyList;
        if (_kindIsOther) return NotEvent("JSON, but its kind is not Event");
        if (!_hasIdentity) return NotEvent(NoIdentity);
        // Others log requests with such an id, too: with neither kind nor version, and methods for verbs if any.
        if (!_isNamed && (verb.Start == null || (verb.Length > 0 && *verb.Start is >= (byte)'A' and <= (byte)'Z')))
            return NotEvent("JSON, but no audit event: neither kind nor apiVersion, and no audit verb");
        return ReadOutcome.Event;
    }

    ReadOutcome NotEvent(string reason)
    {
        Reason = reason;
        return ReadOutcome.NotEvent;
    }

    ReadOutcome Fail(ref byte* p, byte* at, string reason)
    {
        p = at;
        Reason = reason;
        return at >= _end ? ReadOutcome.Truncated : ReadOutcome.Bad;
    }

    void Begin(byte* end)
    {
        _end = end;
        LineFeeds = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* SkipSpace(byte* p) => *p > ' ' ? p : SkipBlanks(p);

    byte* SkipBlanks(byte* p)
    {
        for (; *p is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'; p++)
            if (*p == '\n') LineFeeds++;
        return p;
    }
}
