using System.Runtime.CompilerServices;

namespace ApiSnoop.Audit.Reading;

/// <content>
/// The way through an event as API servers write it: Go encodes a struct's fields in the order of their declaration, so
/// each key is guessed and compared whole, with its punctuation, instead of being looked for.
/// </content>
/// <remarks>Source of the order: the Event type of k8s.io/apiserver, pkg/apis/audit/v1.</remarks>
internal sealed unsafe partial class EventScanner
{
    readonly FamiliarValues _restsOfUsers = new();
    readonly FamiliarValues _annotations = new();

    /// <summary>Which of the remembered annotations tell of a deprecation.</summary>
    readonly bool[] _deprecating = new bool[FamiliarValues.Users];
    readonly EarlierStages _earlier = new();

    static ReadOnlySpan<byte> UsualHead => "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\""u8;

    /// <summary>Reads as many fields as stand where they usually do.</summary>
    /// <param name="p">The event's opening brace, with <see cref="UsualHead"/> behind it.</param>
    /// <param name="e">The event.</param>
    /// <returns>The byte behind the last value that was read, or null with the reason set.</returns>
    byte* UsualOrder(byte* p, ref AuditEvent e)
    {
        _hasIdentity = _isNamed = true;
        var q = StringEnd(p + UsualHead.Length, out _);
        if (q == null) return null;
        q++;
        if (Is(q, ",\"auditID\":\""u8) && (q = LongText(q + 11, ref e.AuditId)) == null) return null;
        if (Is(q, ",\"stage\":\""u8) && (q = StageText(q + 9, ref e)) == null) return null;
        ref var earlier = ref _earlier.PlaceOf(e.AuditId);
        if (e.Stage != Stage.RequestReceived && earlier.StandsAt(q, _end)) q = TakeOver(earlier, q, ref e);
        else if ((q = UsualRequest(q, ref e, ref earlier)) == null) return null;
        return UsualOutcome(q, ref e);
    }

    /// <summary>What is asked for and by whom, which is the same at each stage.</summary>
    byte* UsualRequest(byte* q, ref AuditEvent e, ref EarlierStage earlier)
    {
        var start = q;
        var before = LineFeeds;
        if (Is(q, ",\"requestURI\":\""u8) && (q = LongText(q + 14, ref e.RequestUri)) == null) return null;
        if (Is(q, ",\"verb\":\""u8) && (q = Text(q + 8, ref e.Verb)) == null) return null;
        if (Is(q, ",\"user\":{\"username\":\""u8) && (q = User(q + 20, ref e.UserName)) == null) return null;
        if (q[2] == 'i' && Is(q, ",\"impersonatedUser\":{"u8) && (q = Nested(q + 20, "username"u8, ref e.Impersonated)) == null)
            return null;
        if (Is(q, ",\"sourceIPs\":["u8) && (q = Addresses(q + 14)) == null) return null;
        if (Is(q, ",\"userAgent\":\""u8) && (q = LongText(q + 13, ref e.UserAgent)) == null) return null;
        if (Is(q, ",\"objectRef\":{"u8) && (q = ObjectRef(q + 13, ref e.Namespace)) == null) return null;
        if (e.Stage != Stage.RequestReceived || LineFeeds != before || e.RequestUri.Length == 0) return q;
        e.Uri = UriHash.Of(e.RequestUri.Span);
        Remember(start, q, e, ref earlier);
        return q;
    }

    static byte* TakeOver(in EarlierStage earlier, byte* q, ref AuditEvent e)
    {
        e.RequestUri = earlier.RequestUri;
        e.Uri = earlier.Uri;
        e.Verb = earlier.Verb;
        e.UserName = earlier.UserName;
        e.Impersonated = earlier.Impersonated;
        e.UserAgent = earlier.UserAgent;
        e.Namespace = earlier.Namespace;
        return q + earlier.Told.Length;
    }

    static void Remember(byte* start, byte* end, in AuditEvent e, ref EarlierStage earlier)
    {
        earlier.Told = new ByteView(start, (int)(end - start));
        earlier.RequestUri = e.RequestUri;
        earlier.Uri = e.Uri;
        earlier.Verb = e.Verb;
        earlier.UserName = e.UserName;
        earlier.Impersonated = e.Impersonated;
        earlier.UserAgent = e.UserAgent;
        earlier.Namespace = e.Namespace;
    }

    /// <summary>The second half, from the response on.</summary>
    byte* UsualOutcome(byte* q, ref AuditEvent e)
    {
        if (Is(q, ",\"responseStatus\":{"u8) && (q = Outcome(q + 18, ref e.Code)) == null) return null;
        if (Is(q, ",\"requestObject\":{"u8) && (q = SkipNested(q + 18, 1)) == null) return null;
        if (Is(q, ",\"responseObject\":{"u8) && (q = SkipNested(q + 19, 1)) == null) return null;
        if (Is(q, ",\"requestReceivedTimestamp\":\""u8) && (q = ReceivedTime(q + 28, ref e)) == null) return null;
        if (Is(q, ",\"stageTimestamp\":\""u8) && (q = Time(q + 18, ref e.Staged)) == null) return null;
        if (Is(q, ",\"annotations\":{"u8) && (q = FamiliarAnnotations(q + 16, ref e)) == null) return null;
        return q;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* User(byte* q, ref ByteView name)
    {
        q = LongText(q, ref name);
        return q == null ? null : SkipFamiliar(q, _restsOfUsers, name);
    }

    /// <summary>Skips the rest of an object, which is mostly what it was the last time that it was said of this user.</summary>
    byte* SkipFamiliar(byte* q, FamiliarValues values, ByteView user)
    {
        var place = FamiliarValues.PlaceOf(user);
        var length = values.LengthAt(q, _end, place);
        if (length > 0) return q + length;
        var before = LineFeeds;
        var next = SkipNested(q, 1);
        if (next != null && LineFeeds == before) values.Remember(q, next, place);
        return next;
    }

    /// <summary>Reads annotations, which are mostly what they were the last time; few tell of a deprecation.</summary>
    byte* FamiliarAnnotations(byte* q, ref AuditEvent e)
    {
        var place = FamiliarValues.PlaceOf(e.UserName);
        var length = _annotations.LengthAt(q, _end, place);
        if (length > 0)
        {
            if (_deprecating[place]) e.Deprecation = DeprecationAnnotations.In(q, q + length);
            return q + length;
        }

        var before = LineFeeds;
        var next = SkipNested(q, 1);
        if (next == null) return null;
        e.Deprecation = DeprecationAnnotations.In(q, next);
        if (LineFeeds == before && _annotations.Remember(q, next, place)) _deprecating[place] = e.Deprecation.Length > 0;
        return next;
    }

    /// <summary>Reads the namespace when it follows the resource, as it does wherever there is one.</summary>
    /// <param name="q">The object's opening brace.</param>
    /// <param name="view">The namespace.</param>
    byte* ObjectRef(byte* q, ref ByteView view)
    {
        if (!Is(q, "{\"resource\":\""u8)) return Nested(q, "namespace"u8, ref view);
        var end = ShortStop(q + 13);
        if (!Is(end, "\",\"namespace\":\""u8)) return Nested(q, "namespace"u8, ref view);
        return RestAfter(Text(end + 14, ref view));
    }

    /// <summary>Skips the rest of an array, which mostly holds one text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* Addresses(byte* q)
    {
        var end = ShortStop(q + 1);
        return *q == '"' && *end == '"' && end[1] == ']' ? end + 2 : SkipNested(q, 1);
    }

    /// <summary>Reads the code when it follows the empty metadata, as it does in every success.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* Outcome(byte* q, ref int code)
    {
        if (!Is(q, "{\"metadata\":{},\"code\":"u8)) return CodeOf(q, ref code);
        int hundreds = q[22] - '0', tens = q[23] - '0', ones = q[24] - '0';
        if ((uint)hundreds > 9 || (uint)tens > 9 || (uint)ones > 9 || q[25] != '}') return CodeOf(q, ref code);
        code = hundreds * 100 + tens * 10 + ones;
        return q + 26;
    }

    /// <summary>Skips the rest of an object after one of its values, unless that failed.</summary>
    byte* RestAfter(byte* q) => q == null ? null : SkipNested(q, 1);

    /// <summary>Whether the bytes are the expected ones; none is longer than the slack behind the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool Is(byte* q, ReadOnlySpan<byte> expected) => new ReadOnlySpan<byte>(q, expected.Length).SequenceEqual(expected);
}
