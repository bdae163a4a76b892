using ApiSnoop.Audit.Reading;
using ApiSnoop.Audit.Wrappings.Json;
using ApiSnoop.Audit.Wrappings.Lines;

namespace ApiSnoop.Audit.Wrappings;

/// <content>What is broken, in pieces, or no event.</content>
internal sealed partial class EventSearch
{
    const string OtherRecord = "records without an audit event";
    const string CutTooEarly = "cut off before what tells which request it was";
    const string Glued = "cut off, with the next one behind it on its line";
    const string NotJson = "not JSON";
    const string OtherLine = "other log lines";
    const int LongestKey = 48;

    static ReadOnlySpan<byte> Truncated => "[Truncated...]"u8;

    /// <summary>JSON that has no end: cut off, and perhaps with the next document behind the cut, as a crash leaves it.</summary>
    int Broken(ReadOnlySpan<byte> text, in Via via)
    {
        // CloudWatch says where it cut; a number before that may lack digits.
        if (text.EndsWith(Truncated)) text = text[..^Truncated.Length];
        var head = HeadOf(text);
        for (int at = 1, tries = 0; head.Length > 0 && tries < MostTries; tries++)
        {
            var next = text[at..].IndexOf(head);
            if (next < 0) break;
            at += next;
            // Objects inside of the broken one may begin alike; they are not all that is left of the line.
            if (!head.SequenceEqual(UsualHead) && !EndsLine(text[at..]))
            {
                at++;
                continue;
            }

            return Remains(text[..at], via, isGlued: true) + Documents(text[at..], via);
        }

        return Remains(text, via, isGlued: false);
    }

    static bool EndsLine(ReadOnlySpan<byte> text) =>
        JsonExtent.Of(text, out var length) == JsonReach.Whole && IsBlank(text[length..]);

    /// <summary>What begins alike where the next document begins: the usual head of an event, or the first key with its colon.</summary>
    static ReadOnlySpan<byte> HeadOf(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(UsualHead)) return UsualHead;
        var end = text[..Math.Min(LongestKey, text.Length)].IndexOf("\":"u8);
        return text[0] == '{' && end > 0 ? text[..(end + 2)] : [];
    }

    int Remains(ReadOnlySpan<byte> text, in Via via, bool isGlued)
    {
        var cut = _cut[via.Layer];
        var whole = cut.Close(text);
        var open = cut.OpenText < 0 ? [] : text[cut.OpenText..];
        if (whole.IsEmpty) return isGlued || !open.Contains((byte)'{') ? Lost(NotJson) : Counted(Escaped(open, via));
        if (whole[0] != '{') return Counted(Json(whole, via));
        var shape = RecordShape.Of(whole);
        if (shape.IsEvent)
            return isGlued ? Lost(Glued) : shape.IsEnough ? Found(whole, via with { IsCut = true, IsPlain = false }) : Lost(CutTooEarly);
        var found = Json(whole, via with { IsPlain = false });
        // The cut may be in the text that holds the event.
        if (!isGlued && open.Contains((byte)'{') && via.Layer < MostLayers)
            found += Escaped(open, via with { Wraps = via.Wraps | shape.Wraps });
        return Counted(found);
    }

    int Lost(string why)
    {
        _trouble ??= why;
        return 0;
    }

    /// <summary>A record that was cut off is trouble only if it gave nothing.</summary>
    int Counted(int found)
    {
        if (found == 0) _trouble ??= "cut off";
        return found;
    }

    /// <summary>An event that was cut off, with the time that an earlier stage of its request told.</summary>
    ReadOnlySpan<byte> WithTime(ReadOnlySpan<byte> e)
    {
        var time = _started.TimeOf(e);
        return time.IsEmpty ? e : (byte[])[.. e[..^1], .. ",\"requestReceivedTimestamp\":\""u8, .. time, .. "\"}"u8];
    }

    /// <summary>Whether a record's text may be a piece: it says so, or Docker's does not end as its lines do.</summary>
    bool MayBePiece(in RecordShape shape)
    {
        if (!shape.Piece.IsEmpty) return true;
        if (shape.Log.Length < 2 || shape.Log[0] != '"') return false;
        return _pieces.IsOpen(KeyOf(shape)) || (shape.Log.StartsWith("\"{"u8) && !shape.Log.EndsWith("\\n\""u8));
    }

    int Piece(in RecordShape shape, in Via via)
    {
        var text = TextOf(shape);
        if (text.Length < 2 || text[0] != '"' || via.Layer >= MostLayers) return 0;
        var room = Room(via.Layer, text.Length);
        var length = JsonText.Unescape(text[1..^1], room);
        if (length < 0) return 0;
        var line = room.AsSpan(0, length);
        var isPiece = shape.Piece.IsEmpty ? !line.EndsWith("\n"u8) && !IsWhole(line) : shape.IsPiece;
        return Piece(KeyOf(shape), isPiece, shape.Piece.IsEmpty && !isPiece ? line.TrimEnd((byte)'\n') : line, via.InText());
    }

    static ReadOnlySpan<byte> TextOf(in RecordShape shape) =>
        !shape.Log.IsEmpty ? shape.Log : !shape.Message.IsEmpty ? shape.Message : shape.JournalMessage;

    static ulong KeyOf(in RecordShape shape) =>
        ByteHash.Mix(
            ByteHash.Of(shape.Stream) ^ ByteHash.Of(shape.PieceId), ByteHash.Of(shape.Kubernetes) ^ (ByteHash.Of(shape.File) << 1));

    /// <summary>Docker's lines that a shipper stripped of their line feed are whole if they are whole JSON, also behind a piece.</summary>
    static bool IsWhole(ReadOnlySpan<byte> line)
    {
        line = Trim(line);
        return !line.IsEmpty && line[^1] == '}' && JsonExtent.Begins(line) && JsonExtent.Of(line, out var length) == JsonReach.Whole
            && length == line.Length;
    }

    int Piece(ulong stream, bool isPiece, ReadOnlySpan<byte> text, in Via via)
    {
        var found = 0;
        if (_pieces.IsOpen(stream))
        {
            // A new event where the rest of the last one should be: its rest was lost.
            if (text.StartsWith(UsualHead)) found = Text(_pieces.Take(stream), via);
            else if (!isPiece || IsEndOf(stream, text)) return Joined(stream, text, via);
        }

        if (!isPiece) return found + Text(text, via);
        _handled = true;
        if (!_pieces.Add(stream, text)) _trouble ??= $"longer than {longest >> 20} MiB";
        return found;
    }

    bool IsEndOf(ulong stream, ReadOnlySpan<byte> text)
    {
        var last = Trim(text);
        return !last.IsEmpty && last[^1] == '}' && IsWhole([.. _pieces.Peek(stream), .. text]);
    }

    int Joined(ulong stream, ReadOnlySpan<byte> last, in Via via)
    {
        if (!_pieces.Add(stream, last)) return Lost($"longer than {longest >> 20} MiB");
        var found = Text(_pieces.Take(stream), via);
        findings.Joined += found;
        return found;
    }

    void Skip(ReadOnlySpan<byte> record)
    {
        if (record[0] == '{' && !SkipNamed(record)) findings.Skip(OtherRecord);
    }

    /// <summary>Counts a record without an event, if it says what it is.</summary>
    bool SkipNamed(ReadOnlySpan<byte> record)
    {
        var shape = RecordShape.Of(record);
        if (!shape.LogStream.IsEmpty) return true;
        if (!shape.Category.IsEmpty) findings.Skip($"records of category {Words(JsonText.OfKey(shape.Category))}");
        else if (!shape.Log.IsEmpty || ProgramLine.IsJson(record)) findings.Skip(OtherLine);
        else return false;
        return true;
    }

    bool TellTrouble()
    {
        if (_trouble is null) return false;
        findings.Trouble(output.LineFeeds + 1, _trouble);
        return true;
    }

    static string Words(string text) => text.Length <= 100 ? text : text[..100];
}
