using System.Text;
using ApiSnoop.Audit.Wrappings.Exports;
using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>
/// Looks for audit events in a record, by content and not by name: an object that is one, an object or array that holds one, a text that
/// holds the JSON of one, up to a few layers deep. What is known by name is only what has to be made into an event, and what to call it.
/// </summary>
/// <param name="output">Takes the events.</param>
/// <param name="findings">Takes what was met.</param>
/// <param name="longest">The longest line to put together from pieces, in bytes.</param>
internal sealed partial class EventSearch(EventOutput output, Findings findings, int longest)
{
    /// <summary>Texts inside of texts. Three are known: a line of a container, in it a text of a cloud's, in it the event.</summary>
    const int MostLayers = 6;

    const int Deepest = 24;

    /// <summary>Records of lines, which may be pieces of longer ones.</summary>
    const Wraps OfLines = Wraps.Docker | Wraps.Fluentd | Wraps.Journal;

    readonly StartedRequests _started = new();
    readonly RebuiltEvent _rebuilt = new();
    readonly OpenTelemetryValue _openTelemetry = new();
    readonly PieceJoiner _pieces = new(longest);
    readonly CutJson[] _cut = [.. Enumerable.Range(0, MostLayers + 1).Select(_ => new CutJson())];
    bool _handled;
    string? _trouble;

    static ReadOnlySpan<byte> UsualHead => "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/"u8;

    /// <summary>Payloads that are packed, to be unwrapped when the record is done with.</summary>
    public Queue<PackedPayload> Packed { get; } = new();

    /// <summary>Looks through one record: an object of a log, an element of a list, a row.</summary>
    /// <returns>How many events it gave.</returns>
    public int Record(ReadOnlySpan<byte> json, in Via via)
    {
        Begin();
        var found = Json(json, via);
        if (!TellTrouble() && found == 0 && !_handled) Skip(json);
        return found;
    }

    /// <summary>
    /// Looks through the record that the bytes begin with, if it is an object that ends on its line: the usual case, at one pass.
    /// </summary>
    /// <param name="text">The bytes.</param>
    /// <param name="via">The way to them.</param>
    /// <param name="length">The record's length; 0 if it is none of these and was left alone.</param>
    /// <returns>How many events it gave.</returns>
    public int Record(ReadOnlySpan<byte> text, in Via via, out int length)
    {
        length = 0;
        if (text[0] != '{' || text.StartsWith(UsualHead)) return 0;
        var shape = RecordShape.Read(text, out length);
        // Where a line is cut off, the next one must not be taken for the rest of it.
        if (length == 0 || shape.IsEvent || via.Depth > Deepest || text[..length].Contains((byte)'\n'))
        {
            length = 0;
            return 0;
        }

        Begin();
        var json = text[..length];
        var found = Shaped(json, shape, via);
        if (!TellTrouble() && found == 0 && !_handled) Skip(json);
        return found;
    }

    /// <summary>Looks through a value that is no record of its own, such as a member of a large object.</summary>
    /// <returns>How many events it gave.</returns>
    public int Value(ReadOnlySpan<byte> json, in Via via)
    {
        Begin();
        var found = Json(json, via);
        TellTrouble();
        return found;
    }

    /// <summary>Looks through a line of text.</summary>
    /// <returns>How many events it gave.</returns>
    public int Line(ReadOnlySpan<byte> line, in Via via)
    {
        Begin();
        var found = Text(line, via);
        if (!TellTrouble() && found == 0 && !_handled && !IsBlank(line)) findings.Skip(OtherLine);
        return found;
    }

    /// <summary>Looks through what is still open of lines that came in pieces.</summary>
    public void Finish()
    {
        while (_pieces.Any)
        {
            Begin();
            Text(_pieces.TakeAny(), Via.Top.InText());
            TellTrouble();
        }
    }

    void Begin()
    {
        (_handled, _trouble) = (false, null);
        _pieces.Added = false;
    }

    int Json(ReadOnlySpan<byte> json, in Via via) => json[0] switch
    {
        (byte)'{' => Object(json, via),
        (byte)'[' => Array(json, via),
        (byte)'"' => TextValue(json, via),
        _ => 0,
    };

    int Object(ReadOnlySpan<byte> json, in Via via)
    {
        if (json.StartsWith(UsualHead) && json.IndexOf("\"user\":{"u8) > 0) return Found(json, via);
        var shape = RecordShape.Of(json);
        if (shape.IsEvent) return shape.IsFlattened ? Flattened(json, via) : Found(json, via);
        return via.Depth > Deepest ? 0 : Shaped(json, shape, via);
    }

    int Shaped(ReadOnlySpan<byte> json, in RecordShape shape, in Via via)
    {
        var inside = via.Deeper(shape.HasItems) with { Wraps = via.Wraps | shape.Wraps };
        findings.Met |= shape.Wraps;
        var found = Known(json, shape, inside);
        if (!shape.LogStream.IsEmpty) findings.Stream(shape.LogStream, found);
        return found;
    }

    int Known(ReadOnlySpan<byte> json, in RecordShape shape, in Via via)
    {
        if (!shape.ProtoPayload.IsEmpty) return Entry(json, shape, via);
        if (!shape.Columns.IsEmpty && !shape.Rows.IsEmpty) return Rows(shape, via);
        if (!shape.KeyValues.IsEmpty)
            return Object(_openTelemetry.ToObject(JsonMembers.Find(shape.KeyValues, "values"u8)).ToArray(), via);
        if ((shape.Wraps & OfLines) != 0 && MayBePiece(shape)) return Piece(shape, via);
        if (!shape.EventText.IsEmpty && TextValue(shape.EventText, via) is > 0 and var found)
        {
            findings.RememberKey(shape.EventKey);
            return found;
        }

        if (shape.HasAuditIdOfRow && json.IndexOf("audit.k8s.io/v"u8) < 0 && Flattened(json, via) is > 0 and var row) return row;
        found = Members(json, via);
        return found == 0 && shape.HasAuditIdOfRow ? Flattened(json, via) : found;
    }

    /// <summary>
    /// Looks through the members of an object, up to the first that holds events: others of them tell the same once more, as where a
    /// shipper kept the line that it has read.
    /// </summary>
    int Members(ReadOnlySpan<byte> json, in Via via)
    {
        var members = new JsonMembers(json);
        var isPlain = via.IsPlain;
        var line = output.LineFeeds;
        var (countsLines, counted) = (via.Layer == 0 && json.Contains((byte)'\n'), 0);
        var found = 0;
        string? before = _trouble, trouble = null;
        while (found == 0 && members.NextMember())
        {
            if (members.Value[0] is not ((byte)'{' or (byte)'[' or (byte)'"')) continue;
            _trouble = before;
            if (countsLines)
            {
                output.LineFeeds += json[counted..members.ValueAt].Count((byte)'\n');
                counted = members.ValueAt;
            }

            var here = output.LineFeeds;
            found = Json(members.Value, via with { IsPlain = isPlain && members.Key.SequenceEqual("items"u8) });
            if (found > 0)
            {
                findings.RememberKey(members.Key);
                return found;
            }

            output.LineFeeds = here;
            trouble ??= _trouble;
        }

        output.LineFeeds = line;
        _trouble ??= trouble;
        return found;
    }

    int Array(ReadOnlySpan<byte> json, in Via via)
    {
        if (via.Depth > Deepest) return 0;
        if (json.StartsWith("[{\"key\":"u8)) return Object(_openTelemetry.ToObject(json).ToArray(), via.Deeper(false));
        var elements = new JsonMembers(json);
        var line = output.LineFeeds;
        var (countsLines, counted, feeds) = (via.Layer == 0 && json.Contains((byte)'\n'), 0, 0);
        int found = 0, nothing = 0;
        var deeper = via.Deeper(true);
        while (elements.NextElement())
        {
            if (elements.Value[0] is not ((byte)'{' or (byte)'[' or (byte)'"')) continue;
            if (countsLines)
            {
                feeds += json[counted..elements.ValueAt].Count((byte)'\n');
                counted = elements.ValueAt;
                output.LineFeeds = line + feeds;
            }

            var events = Json(elements.Value, deeper);
            found += events;
            if (events == 0 && elements.Value[0] == '{' && !SkipNamed(elements.Value)) nothing++;
        }

        // Where most elements are no events they are hardly records, but parts of one.
        for (; found >= nothing && nothing > 0; nothing--) findings.Skip(OtherRecord);
        return found;
    }

    int TextValue(ReadOnlySpan<byte> value, in Via via)
    {
        var raw = value[1..^1];
        if (via.Layer >= MostLayers || raw.Length < 16) return 0;
        if (!raw.Contains((byte)'{') && !Base64Payload.MayBe(raw)) return 0;
        return Escaped(raw, via);
    }

    /// <summary>Rows of a table whose columns are told apart from them, each looked through as the object that it is.</summary>
    int Rows(in RecordShape shape, in Via via)
    {
        var columns = TableColumns.Of(shape.Columns);
        var rows = new JsonMembers(shape.Rows);
        var found = 0;
        while (rows.NextElement()) found += Row(columns, rows.Value, via);
        return found;
    }

    /// <summary>Looks through one row.</summary>
    public int Row(TableColumns columns, ReadOnlySpan<byte> row, in Via via) =>
        row[0] == '[' ? Json(columns.ToObject(row), via.Deeper(false)) : Json(row, via.Deeper(false));

    int Entry(ReadOnlySpan<byte> json, in RecordShape shape, in Via via)
    {
        findings.Met |= Wraps.CloudLogging;
        var service = CloudLoggingEntry.ServiceOf(shape.ProtoPayload);
        if (!service.SequenceEqual(CloudLoggingEntry.KubernetesService))
        {
            _handled = true;
            findings.Skip($"records of {Words(JsonText.Of(service))}");
            return 0;
        }

        var e = new CloudLoggingEntry(_rebuilt).Read(json, shape.ProtoPayload);
        if (e.IsEmpty) return 0;
        if (shape.LogName.IndexOf("data_access"u8) >= 0) findings.DataAccess++;
        else findings.Activity++;
        return Found(e, via with { Wraps = via.Wraps | Wraps.CloudLogging });
    }

    int Flattened(ReadOnlySpan<byte> json, in Via via)
    {
        var e = new FlattenedEvent(_rebuilt).Read(json);
        return e.IsEmpty ? 0 : Found(e, via with { Wraps = via.Wraps | Wraps.Flattened, IsPlain = false });
    }

    int Found(ReadOnlySpan<byte> e, in Via via)
    {
        findings.Found(via.Wraps, via.IsPlain, via.IsCut);
        if (via.IsCut) e = WithTime(e);
        else _started.Add(e);
        output.Add(e);
        return 1;
    }
}
