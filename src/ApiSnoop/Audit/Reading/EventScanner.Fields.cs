using System.Runtime.CompilerServices;

namespace ApiSnoop.Audit.Reading;

/// <content>The fields that matter, and how deep each is looked into.</content>
internal sealed unsafe partial class EventScanner
{
    /// <summary>Reads or skips the value of a top-level key.</summary>
    /// <returns>The byte behind the value, or null with the reason set.</returns>
    byte* Value(ByteView name, byte* q, ref AuditEvent e)
    {
        var key = name.Span;
        switch (key.Length)
        {
            case 4:
                if (key.SequenceEqual("verb"u8)) return Text(q, ref e.Verb);
                if (key.SequenceEqual("user"u8)) return Nested(q, "username"u8, ref e.UserName);
                if (key.SequenceEqual("kind"u8)) return Kind(q);
                break;
            case 5:
                if (key.SequenceEqual("stage"u8)) return StageText(q, ref e);
                break;
            case 7:
                if (key.SequenceEqual("auditID"u8)) return Identity(q, ref e.AuditId);
                break;
            case 9:
                if (key.SequenceEqual("userAgent"u8)) return LongText(q, ref e.UserAgent);
                if (key.SequenceEqual("objectRef"u8)) return Nested(q, "namespace"u8, ref e.Namespace);
                if (key.SequenceEqual("timestamp"u8) && e.ReceivedText.Length == 0) return ReceivedTime(q, ref e);
                break;
            case 10:
                if (key.SequenceEqual("requestURI"u8)) return Identity(q, ref e.RequestUri);
                if (key.SequenceEqual("apiVersion"u8)) return ApiVersion(q);
                break;
            case 11:
                if (key.SequenceEqual("annotations"u8)) return Annotations(q, ref e);
                break;
            case 14:
                if (key.SequenceEqual("stageTimestamp"u8)) return Time(q, ref e.Staged);
                if (key.SequenceEqual("responseStatus"u8)) return CodeOf(q, ref e.Code);
                break;
            case 16:
                if (key.SequenceEqual("impersonatedUser"u8)) return Nested(q, "username"u8, ref e.Impersonated);
                break;
            case 24:
                if (key.SequenceEqual("requestReceivedTimestamp"u8)) return ReceivedTime(q, ref e);
                break;
        }

        return SkipValue(q);
    }

    /// <summary>Reads a text that is mostly short.</summary>
    byte* Text(byte* q, ref ByteView view)
    {
        var stop = ShortStop(q + 1);
        if (*q != '"' || *stop != '"') return LongText(q, ref view);
        view = new ByteView(q + 1, (int)(stop - q - 1));
        return stop + 1;
    }

    /// <summary>Reads a text that is mostly longer than 32 bytes.</summary>
    byte* LongText(byte* q, ref ByteView view)
    {
        if (*q != '"') return SkipValue(q);
        var end = StringEnd(q + 1, out var escaped);
        if (end == null) return null;
        view = escaped ? Unescape(q + 1, end) : new ByteView(q + 1, (int)(end - q - 1));
        return view.Start == null ? Stop(q, "a text holds an escape that JSON does not know") : end + 1;
    }

    byte* Identity(byte* q, ref ByteView view)
    {
        var next = LongText(q, ref view);
        _hasIdentity |= view.Length > 0;
        return next;
    }

    byte* Annotations(byte* q, ref AuditEvent e)
    {
        var next = SkipValue(q);
        if (next != null && *q == '{') e.Deprecation = DeprecationAnnotations.In(q, next);
        return next;
    }

    byte* ApiVersion(byte* q)
    {
        ByteView version = default;
        var next = Text(q, ref version);
        if (version.Span.StartsWith("audit.k8s.io/"u8)) _hasIdentity = _isNamed = true;
        return next;
    }

    byte* Kind(byte* q)
    {
        ByteView kind = default;
        var next = Text(q, ref kind);
        _kindIsOther = !kind.Span.SequenceEqual("Event"u8);
        _isNamed |= !_kindIsOther;
        _kindIsList = _kindIsOther && kind.Span.SequenceEqual("EventList"u8);
        return next;
    }

    byte* StageText(byte* q, ref AuditEvent e)
    {
        if (Is(q, "\"RequestReceived\""u8)) return Known(Stage.RequestReceived, q + 17, ref e);
        if (Is(q, "\"ResponseComplete\""u8)) return Known(Stage.ResponseComplete, q + 18, ref e);
        ByteView stage = default;
        var next = Text(q, ref stage);
        var text = stage.Span;
        e.Stage = text.SequenceEqual("ResponseComplete"u8) ? Stage.ResponseComplete
            : text.SequenceEqual("RequestReceived"u8) ? Stage.RequestReceived
            : text.SequenceEqual("ResponseStarted"u8) ? Stage.ResponseStarted
            : text.SequenceEqual("Panic"u8) ? Stage.Panic
            : Stage.Unknown;
        return next;
    }

    static byte* Known(Stage stage, byte* next, ref AuditEvent e)
    {
        e.Stage = stage;
        return next;
    }

    byte* ReceivedTime(byte* q, ref AuditEvent e)
    {
        if (*q == '"' && _clock.Knows(q + 1, out var micros))
        {
            e.Received = micros;
            e.ReceivedText = new ByteView(q + 1, AuditClock.UsualLength);
            return q + AuditClock.UsualLength + 2;
        }

        var next = Text(q, ref e.ReceivedText);
        if (next != null) e.Received = _clock.Micros(e.ReceivedText.Span);
        return next;
    }

    byte* Time(byte* q, ref long time)
    {
        if (*q == '"' && _clock.Knows(q + 1, out var micros))
        {
            time = micros;
            return q + AuditClock.UsualLength + 2;
        }

        ByteView text = default;
        var next = Text(q, ref text);
        if (next != null) time = _clock.Micros(text.Span);
        return next;
    }

    /// <summary>Looks for one text in a nested object and skips the rest of it.</summary>
    byte* Nested(byte* q, ReadOnlySpan<byte> wanted, ref ByteView view)
    {
        q = NestedValue(q, wanted, out var found);
        return found ? RestAfter(Text(q, ref view)) : q;
    }

    byte* CodeOf(byte* q, ref int code)
    {
        q = NestedValue(q, "code"u8, out var found);
        if (!found) return q;
        code = Number(q);
        return RestAfter(SkipValue(q));
    }

    /// <summary>Looks for one value in a nested object; of equal keys the first counts.</summary>
    /// <returns>The value, if it was found; else the byte behind the object, or null with the reason set.</returns>
    byte* NestedValue(byte* q, ReadOnlySpan<byte> wanted, out bool found)
    {
        found = false;
        if (*q != '{') return SkipValue(q);
        q = SkipSpace(q + 1);
        if (*q == '}') return q + 1;
        while (true)
        {
            q = NestedKey(q, wanted, out var isWanted);
            if (q == null) return null;
            if (isWanted)
            {
                found = true;
                return q;
            }

            q = SkipValue(q);
            if (q == null) return null;
            q = SkipSpace(q);
            if (*q == '}' && q < _end) return q + 1;
            if (*q != ',') return Stop(q, "a comma or a closing brace was expected");
            q = SkipSpace(q + 1);
        }
    }

    /// <summary>Reads a key of a nested object up to its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* NestedKey(byte* q, ReadOnlySpan<byte> wanted, out bool found)
    {
        found = false;
        if (*q != '"') return Stop(q, "a key was expected");
        var keyEnd = StringEnd(q + 1, out var escaped);
        if (keyEnd == null) return null;
        var name = escaped ? Unescape(q + 1, keyEnd) : new ByteView(q + 1, (int)(keyEnd - q - 1));
        if (name.Start == null) return Stop(q, "a key holds an escape that JSON does not know");
        found = name.Length == wanted.Length && name.Span.SequenceEqual(wanted);
        q = SkipSpace(keyEnd + 1);
        return *q == ':' ? SkipSpace(q + 1) : Stop(q, "a colon was expected");
    }

    /// <summary>
    /// A status code; 0 for what is no number of up to three digits. API servers write nothing else; what passes logs on may have made a
    /// text of it, or a fraction with nothing behind its point.
    /// </summary>
    static int Number(byte* q)
    {
        var isText = *q == '"';
        if (isText) q++;
        var value = 0;
        var digits = 0;
        for (; *q is >= (byte)'0' and <= (byte)'9' && digits < 4; q++, digits++) value = value * 10 + (*q - '0');
        if (digits is 0 or > 3) return 0;
        if (*q == '.' && q[1] == '0')
            for (q++; *q == '0';)
                q++;
        return isText ? *q == '"' ? value : 0
            : *q is (byte)',' or (byte)'}' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' ? value : 0;
    }
}
