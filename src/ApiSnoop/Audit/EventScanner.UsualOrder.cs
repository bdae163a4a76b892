using System.Runtime.CompilerServices;

namespace ApiSnoop.Audit;

/// <content>
/// The way through an event as API servers write it: Go encodes a struct's fields in the order of their declaration, so
/// each key is guessed and compared whole, with its punctuation, instead of being looked for.
/// </content>
/// <remarks>Source of the order: the Event type of k8s.io/apiserver, pkg/apis/audit/v1.</remarks>
internal sealed unsafe partial class EventScanner
{
    static ReadOnlySpan<byte> UsualHead => "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\""u8;

    /// <summary>Reads as many fields as stand where they usually do.</summary>
    /// <param name="p">The event's opening brace, with <see cref="UsualHead"/> behind it.</param>
    /// <param name="e">The event.</param>
    /// <returns>The byte behind the last value that was read, or null with the reason set.</returns>
    byte* UsualOrder(byte* p, ref AuditEvent e)
    {
        _hasIdentity = true;
        var q = StringEnd(p + UsualHead.Length, out _);
        if (q == null) return null;
        q++;
        if (Is(q, ",\"auditID\":\""u8) && (q = Text(q + 11, ref e.AuditId)) == null) return null;
        if (Is(q, ",\"stage\":\""u8) && (q = StageText(q + 9, ref e)) == null) return null;
        if (Is(q, ",\"requestURI\":\""u8) && (q = Text(q + 14, ref e.RequestUri)) == null) return null;
        if (Is(q, ",\"verb\":\""u8) && (q = Text(q + 8, ref e.Verb)) == null) return null;
        if (Is(q, ",\"user\":{\"username\":\""u8) && (q = RestAfter(Text(q + 20, ref e.UserName))) == null) return null;
        if (Is(q, ",\"sourceIPs\":["u8) && (q = SkipNested(q + 14, 1)) == null) return null;
        if (Is(q, ",\"userAgent\":\""u8) && (q = Text(q + 13, ref e.UserAgent)) == null) return null;
        if (Is(q, ",\"objectRef\":{"u8) && (q = ObjectRef(q + 13, ref e.Namespace)) == null) return null;
        return UsualOutcome(q, ref e);
    }

    /// <summary>The second half, from the response on.</summary>
    byte* UsualOutcome(byte* q, ref AuditEvent e)
    {
        if (Is(q, ",\"responseStatus\":{\"metadata\":{},"u8) && (q = Outcome(q + 18, ref e.Code)) == null) return null;
        if (Is(q, ",\"requestObject\":{"u8) && (q = SkipNested(q + 18, 1)) == null) return null;
        if (Is(q, ",\"responseObject\":{"u8) && (q = SkipNested(q + 19, 1)) == null) return null;
        if (Is(q, ",\"requestReceivedTimestamp\":\""u8) && (q = ReceivedTime(q + 28, ref e)) == null) return null;
        if (Is(q, ",\"stageTimestamp\":\""u8) && (q = Time(q + 18, ref e.Staged)) == null) return null;
        if (Is(q, ",\"annotations\":{"u8) && (q = SkipNested(q + 16, 1)) == null) return null;
        return q;
    }

    /// <summary>Reads the namespace when it follows the resource, as it does wherever there is one.</summary>
    /// <param name="q">The object's opening brace.</param>
    /// <param name="view">The namespace.</param>
    byte* ObjectRef(byte* q, ref ByteView view)
    {
        if (!Is(q, "{\"resource\":\""u8)) return Nested(q, "namespace"u8, ref view);
        var end = StringEnd(q + 13, out _);
        if (end == null) return null;
        if (!Is(end + 1, ",\"namespace\":\""u8)) return Nested(q, "namespace"u8, ref view);
        return RestAfter(Text(end + 14, ref view));
    }

    /// <summary>Reads the code when it follows the empty metadata, as it does in every success.</summary>
    byte* Outcome(byte* q, ref int code)
    {
        if (!Is(q, "{\"metadata\":{},\"code\":"u8)) return CodeOf(q, ref code);
        code = Number(q + 22);
        return SkipNested(q + 22, 1);
    }

    /// <summary>Skips the rest of an object after one of its values, unless that failed.</summary>
    byte* RestAfter(byte* q) => q == null ? null : SkipNested(q, 1);

    /// <summary>Whether the bytes are the expected ones; none is longer than the slack behind the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool Is(byte* q, ReadOnlySpan<byte> expected) => new ReadOnlySpan<byte>(q, expected.Length).SequenceEqual(expected);
}
