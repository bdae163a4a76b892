using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>What the keys of one object tell of it: an audit event, a record of a log shipper or of a cloud, or none of them.</summary>
internal ref struct RecordShape
{
    // Values as they stand there, texts with their quotes; empty where there is none.
    public ReadOnlySpan<byte> Kind, ApiVersion, AuditId, RequestUri, Verb, Stage, User, ObjectRef, ResponseStatus;
    public ReadOnlySpan<byte> Log, Stream, Time, Kubernetes, LogStream, Category, ProtoPayload, LogName, Columns, Rows, KeyValues, Message;
    public ReadOnlySpan<byte> Piece, PieceId, PieceLast, File, EventText, EventKey, JournalMessage;
    public bool HasItems, HasAuditIdOfRow;
    public Wraps Wraps;
    bool _hasFlatUser;

    /// <summary>Looks at an object that is known to be whole.</summary>
    public static RecordShape Of(ReadOnlySpan<byte> json) => Read(json, out _);

    /// <summary>Looks at the object that the bytes begin with.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="length">The object's length; 0 if it is not whole, or holds what is no member.</param>
    public static RecordShape Read(ReadOnlySpan<byte> text, out int length)
    {
        var shape = default(RecordShape);
        var members = new JsonMembers(text);
        while (members.NextMember()) shape.Take(members.Key, members.Value);
        length = members.Length;
        if (shape.Log.IsEmpty || shape.Stream.IsEmpty) return shape;
        if (!shape.Kubernetes.IsEmpty || !shape.Piece.IsEmpty) shape.Wraps |= Wraps.Fluentd;
        else if (!shape.Time.IsEmpty) shape.Wraps |= Wraps.Docker;
        return shape;
    }

    /// <summary>What one member alone tells.</summary>
    public static RecordShape OfMember(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var shape = default(RecordShape);
        shape.Take(key, value);
        return shape;
    }

    /// <summary>Whether it is an audit event: it says so, or has what only an event has.</summary>
    public readonly bool IsEvent
    {
        get
        {
            if (!Kind.IsEmpty && !Is(Kind, "\"Event\""u8)) return false;
            if (ApiVersion.StartsWith("\"audit.k8s.io/"u8)) return true;
            if (!ApiVersion.IsEmpty || AuditId.IsEmpty) return false;
            return !Kind.IsEmpty || (!RequestUri.IsEmpty && !Verb.IsEmpty && !IsUpper(Verb) && (!Stage.IsEmpty || !User.IsEmpty));
        }
    }

    /// <summary>Whether an event that was cut off still tells which request it was.</summary>
    public readonly bool IsEnough => AuditId.Length > 2 && RequestUri.Length > 2 && Verb.Length >= 2;

    /// <summary>
    /// Whether objects in the event are texts that hold their JSON, or their parts stand beside them, as databases give them.
    /// </summary>
    public readonly bool IsFlattened => _hasFlatUser || HoldsText(User) || HoldsText(ObjectRef) || HoldsText(ResponseStatus);

    /// <summary>Whether it is a record whose text is one of several pieces of a line.</summary>
    public readonly bool IsPiece =>
        Is(Piece, "\"P\""u8) || (IsTrue(Piece) && !IsTrue(PieceLast));

    void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (EventText.IsEmpty && value.StartsWith("\"{\\\"kind\\\":\\\"Event\\\""u8))
        {
            EventText = value;
            EventKey = key;
        }

        switch (key.Length)
        {
            case 2 when key.SequenceEqual("_p"u8):
                Piece = value;
                break;
            case 3 when key.SequenceEqual("log"u8):
                Log = value;
                break;
            case 4:
                Take4(key, value);
                break;
            case 5:
                Take5(key, value);
                break;
            case 6:
                Take6(key, value);
                break;
            case 7:
                Take7(key, value);
                break;
            case 8:
                Take8(key, value);
                break;
            case 9:
                Take9(key, value);
                break;
            case 10:
                Take10(key, value);
                break;
            default:
                TakeLong(key, value);
                break;
        }

        HasAuditIdOfRow |= key.Length >= 7 && key.Length < 64 && EndsWithAuditId(key);
    }

    void Take4(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("kind"u8)) Kind = value;
        else if (key.SequenceEqual("verb"u8)) Verb = value;
        else if (key.SequenceEqual("user"u8)) User = value;
        else if (key.SequenceEqual("time"u8)) Time = value;
        else if (key.SequenceEqual("rows"u8)) Rows = value;
        else if (key.SequenceEqual("file"u8) || key.SequenceEqual("path"u8)) File = value;
        else if (key.SequenceEqual("hits"u8)) Wraps |= Wraps.Elasticsearch;
        else if (key.SequenceEqual("_raw"u8)) Wraps |= Wraps.Splunk;
    }

    void Take5(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("stage"u8)) Stage = value;
        else if (key.SequenceEqual("items"u8)) HasItems = true;
        else if (key.SequenceEqual("log_s"u8)) Wraps |= Wraps.AzureMonitor;
    }

    void Take6(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("stream"u8))
        {
            if (value[0] == '{') Wraps |= Wraps.Loki;
            else Stream = value;
        }
        else if (key.SequenceEqual("logtag"u8)) Piece = value;
        else if (key.SequenceEqual("_index"u8)) Wraps |= Wraps.Elasticsearch;
    }

    void Take7(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("auditID"u8)) AuditId = value;
        // Azure's table AKSAudit.
        else if (key.SequenceEqual("AuditId"u8)) Wraps |= Wraps.AzureMonitor;
        else if (key.SequenceEqual("MESSAGE"u8))
        {
            JournalMessage = value;
            Wraps |= Wraps.Journal;
        }
        else if (key.SequenceEqual("message"u8)) Message = value;
        else if (key.SequenceEqual("streams"u8)) Wraps |= Wraps.Loki;
        else if (key.SequenceEqual("columns"u8)) Columns = value;
        else if (key.SequenceEqual("_source"u8)) Wraps |= Wraps.Elasticsearch;
        else if (key.SequenceEqual("awslogs"u8)) Wraps |= Wraps.CloudWatch;
        else if (key.SequenceEqual("logName"u8)) LogName = value;
        else if (key.SequenceEqual("preview"u8)) Wraps |= Wraps.Splunk;
    }

    void Take8(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("logGroup"u8)) Wraps |= Wraps.CloudWatch;
        else if (key.SequenceEqual("Category"u8) || key.SequenceEqual("category"u8)) TakeCategory(value);
        else if (key.SequenceEqual("@message"u8)) Wraps |= Wraps.CloudWatch;
    }

    void Take9(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("objectRef"u8)) ObjectRef = value;
        else if (key.SequenceEqual("logEvents"u8)) Wraps |= Wraps.CloudWatch;
        else if (key.SequenceEqual("logStream"u8)) TakeLogStream(value);
    }

    void Take10(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("requestURI"u8)) RequestUri = value;
        else if (key.SequenceEqual("apiVersion"u8)) ApiVersion = value;
        else if (key.SequenceEqual("kubernetes"u8)) Kubernetes = value;
        else if (key.SequenceEqual("@logStream"u8)) TakeLogStream(value);
        else if (key.SequenceEqual("partial_id"u8)) PieceId = value;
        else if (key.SequenceEqual("logRecords"u8)) Wraps |= Wraps.OpenTelemetry;
        else if (key.SequenceEqual("sourcetype"u8)) Wraps |= Wraps.Splunk;
        else if (key.SequenceEqual("resultType"u8)) Wraps |= Wraps.Loki;
    }

    void TakeLong(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("protoPayload"u8) || key.SequenceEqual("protopayload_auditlog"u8)) ProtoPayload = value;
        else if (key.SequenceEqual("responseStatus"u8)) ResponseStatus = value;
        else if (key.SequenceEqual("user.username"u8) || key.SequenceEqual("user_username"u8)) _hasFlatUser = true;
        else if (key.SequenceEqual("logStreamName"u8)) TakeLogStream(value);
        else if (key.SequenceEqual("kvlistValue"u8)) KeyValues = value;
        else if (key.SequenceEqual("resourceLogs"u8)) Wraps |= Wraps.OpenTelemetry;
        else if (key.SequenceEqual("ingestionTime"u8) || key.SequenceEqual("nextForwardToken"u8)) Wraps |= Wraps.CloudWatch;
        else if (key.SequenceEqual("partial_message"u8) || key.SequenceEqual("CONTAINER_PARTIAL_MESSAGE"u8)) Piece = value;
        else if (key.SequenceEqual("partial_last"u8) || key.SequenceEqual("CONTAINER_PARTIAL_LAST"u8)) PieceLast = value;
        else if (key.SequenceEqual("CONTAINER_PARTIAL_ID"u8)) PieceId = value;
        else if (key.SequenceEqual("__REALTIME_TIMESTAMP"u8)) Wraps |= Wraps.Journal;
    }

    void TakeLogStream(ReadOnlySpan<byte> value)
    {
        Wraps |= Wraps.CloudWatch;
        if (value[0] == '"') LogStream = value[1..^1];
    }

    void TakeCategory(ReadOnlySpan<byte> value)
    {
        if (value[0] != '"') return;
        Category = value[1..^1];
        // AKS' categories are named after the parts of a cluster.
        if (Category.StartsWith("kube-"u8) || Category.StartsWith("cluster-"u8) || Category.StartsWith("guard"u8))
            Wraps |= Wraps.AzureMonitor;
    }

    static bool EndsWithAuditId(ReadOnlySpan<byte> key)
    {
        var end = key[^7..];
        return (end[0] | 0x20) == 'a' && System.Text.Ascii.EqualsIgnoreCase(end, "auditid"u8);
    }

    static bool Is(ReadOnlySpan<byte> value, ReadOnlySpan<byte> expected) => value.SequenceEqual(expected);

    static bool IsTrue(ReadOnlySpan<byte> value) => Is(value, "true"u8) || Is(value, "\"true\""u8);

    static bool IsUpper(ReadOnlySpan<byte> text) => text.Length > 2 && text[1] is >= (byte)'A' and <= (byte)'Z';

    static bool HoldsText(ReadOnlySpan<byte> value) => value.StartsWith("\"{"u8);
}
