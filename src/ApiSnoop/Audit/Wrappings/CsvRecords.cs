using System.Buffers;
using System.Text.Json;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>Rows of CSV, each looked through as the object that its columns make of it.</summary>
/// <remarks>RFC 4180, with any of four delimiters. A text in quotes may go on over lines.</remarks>
internal sealed class CsvRecords : IRecordSource
{
    readonly ByteWindow _window;
    readonly EventSearch _search;
    readonly EventOutput _output;
    readonly Findings _findings;
    readonly byte _delimiter;
    readonly ArrayBufferWriter<byte> _json = new();
    readonly List<JsonEncodedText> _columns = [];
    byte[] _cell = [];

    /// <summary>Begins with the line of the columns' names.</summary>
    public CsvRecords(ByteWindow window, EventSearch search, EventOutput output, Findings findings)
    {
        (_window, _search, _output, _findings) = (window, search, output, findings);
        window.More();
        _delimiter = DelimiterOf(window.Rest);
        if (TakeRow(out _, (_, cell) => _columns.Add(JsonEncodedText.Encode(cell.Trim(" \uFEFF"u8)))))
            output.LineFeeds = window.LineFeeds;
    }

    /// <summary>Whether the input is only the beginning of one, whose last row is cut off.</summary>
    public bool IsHead { get; init; }

    public long LineFeeds => _window.LineFeeds;

    public bool EndsInLine => _window.EndsInLine;

    public bool Step()
    {
        _output.LineFeeds = _window.LineFeeds;
        _json.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        var any = false;
        if (!TakeRow(out var isCut, (i, cell) =>
        {
            any |= cell.Length > 0;
            if (i < _columns.Count) json.WriteString(_columns[i], cell);
        })) return false;
        json.WriteEndObject();
        json.Flush();
        if (!any) return true;
        if (isCut) _findings.Trouble(_output.LineFeeds + 1, "a text in quotes that is not closed");
        else _search.Record(_json.WrittenSpan, Via.Top with { IsPlain = false, Wraps = Wraps.Csv });
        _output.PassLines();
        return true;
    }

    /// <summary>Whether a first line may be one of columns: names, and no more than names, of which one may hold events.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        if (end <= 0) return false;
        var line = head[..end].TrimEnd((byte)'\r');
        if (line.StartsWith("\uFEFF"u8)) line = line[3..];
        if (line.IsEmpty || line.Length > 16_384 || line.ContainsAny((byte)'{', (byte)'=') || line.IndexOf("://"u8) >= 0) return false;
        return line.Contains(DelimiterOf(line)) || line[0] is (byte)'"' or (byte)'@' or (byte)'_' || line.SequenceEqual("message"u8);
    }

    /// <summary>Writes a text whose quotes are doubled with single ones, up to the quote that ends it.</summary>
    /// <returns>How much was written.</returns>
    public static int Undouble(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var written = 0;
        while (true)
        {
            var quote = text.IndexOf((byte)'"');
            var plain = quote < 0 ? text : text[..quote];
            plain.CopyTo(to[written..]);
            written += plain.Length;
            if (quote < 0 || quote + 1 >= text.Length || text[quote + 1] != '"') return written;
            to[written++] = (byte)'"';
            text = text[(quote + 2)..];
        }
    }

    static byte DelimiterOf(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        var line = end < 0 ? head : head[..end];
        var best = (byte)',';
        foreach (var delimiter in ",;\t|"u8)
            if (line.Count(delimiter) > line.Count(best)) best = delimiter;
        return best;
    }

    /// <summary>Takes the next row, cell by cell.</summary>
    /// <returns>False at the end.</returns>
    bool TakeRow(out bool isCut, Action<int, ReadOnlySpan<byte>> take)
    {
        isCut = false;
        int length;
        while ((length = RowLength(_window.Rest)) < 0 && _window.More())
        {
        }

        var row = _window.Rest;
        if (row.IsEmpty || (length < 0 && IsHead)) return false;
        if (length < 0)
        {
            // A quote that is not closed must not take all rows that follow with it.
            isCut = true;
            length = row.IndexOf((byte)'\n') + 1;
            if (length == 0) length = row.Length;
        }

        row = row[..length].TrimEnd("\r\n"u8);
        for (var i = 0; ; i++)
        {
            var used = Cell(row, out var cell);
            take(i, cell);
            if (used >= row.Length) break;
            row = row[(used + 1)..];
        }

        _window.Take(length);
        return true;
    }

    /// <summary>The length of the first row, with its line end; -1 if it has none yet.</summary>
    int RowLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (true)
        {
            var stop = text[at..].IndexOfAny((byte)'"', (byte)'\n');
            if (stop < 0) return _window.Ended && text.Length > 0 ? text.Length : -1;
            at += stop + 1;
            if (text[at - 1] == '\n') return at;
            var close = text[at..].IndexOf((byte)'"');
            if (close < 0) return -1;
            at += close + 1;
        }
    }

    /// <summary>Reads the first cell.</summary>
    /// <returns>How much it takes, without the delimiter.</returns>
    int Cell(ReadOnlySpan<byte> row, out ReadOnlySpan<byte> cell)
    {
        if (row.IsEmpty || row[0] != '"')
        {
            var end = row.IndexOf(_delimiter);
            cell = end < 0 ? row : row[..end];
            return cell.Length;
        }

        if (_cell.Length < row.Length) _cell = new byte[row.Length * 2];
        var length = Undouble(row[1..], _cell);
        cell = _cell.AsSpan(0, length);
        var doubled = cell.Count((byte)'"');
        var next = row[Math.Min(length + doubled + 2, row.Length)..].IndexOf(_delimiter);
        return next < 0 ? row.Length : Math.Min(length + doubled + 2, row.Length) + next;
    }
}
