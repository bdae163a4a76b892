using System.Buffers;
using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>
/// Walks over JSON documents and lines of text. A document that is longer than a record ever is, such as a list of all events of a day, is
/// gone into: its members and elements are records then, and only one of them is in memory.
/// </summary>
/// <param name="window">The input's bytes.</param>
/// <param name="search">Takes the records.</param>
/// <param name="output">Is told where they are.</param>
/// <param name="findings">Takes what cannot be read.</param>
/// <param name="via">The way to the input.</param>
internal sealed partial class RecordWalker(ByteWindow window, EventSearch search, EventOutput output, Findings findings, Via via)
    : IRecordSource
{
    /// <summary>How much of a document is looked at for its end before it is gone into.</summary>
    const int LongestRecord = 4 << 20;

    /// <summary>How long a record is that is looked for on its line at once.</summary>
    const int LongestOnLine = 16 * 1024;

    /// <summary>How much of a long document is looked at to tell that it is one event.</summary>
    const int EnoughOfEvent = 4096;

    static readonly SearchValues<byte> s_between = SearchValues.Create(" \t\r\n\0,"u8);
    static readonly SearchValues<byte> s_endOfScalar = SearchValues.Create(" \t\r\n,]}"u8);
    readonly Stack<OpenContainer> _open = new();

    /// <summary>Whether the input is only the beginning of one, whose last record is cut off.</summary>
    public bool IsHead { get; init; }

    /// <summary>The line that all records are told to be on; null where they are where they stand.</summary>
    public long? OnLine { get; init; }

    public long LineFeeds => window.LineFeeds;

    public bool EndsInLine => window.EndsInLine;

    public bool Step()
    {
        if (!SkipBetween()) return false;
        output.LineFeeds = OnLine ?? window.LineFeeds;
        if (_open.Count == 0) Top();
        else if (_open.Peek().IsArray) Element();
        else Member();
        output.PassLines();
        return true;
    }

    void Top()
    {
        if (window.Rest[0] is (byte)']' or (byte)'}') window.Take(1);
        else if (StartsJson()) Value(null);
        else Line();
    }

    void Element()
    {
        var first = window.Rest[0];
        if (first == ']') Close();
        else if (first is (byte)'{' or (byte)'[' or (byte)'"') Value(null);
        else Scalar();
    }

    void Member()
    {
        var first = window.Rest[0];
        if (first == '}') Close();
        else if (first != '"' || Key() is not { } key) Resync();
        else if (window.Rest[0] is (byte)'{' or (byte)'[' or (byte)'"') Value(key);
        else Scalar();
    }

    /// <summary>Reads a key up to its value.</summary>
    byte[]? Key()
    {
        int end;
        while ((end = JsonText.End(window.Rest[1..])) == JsonText.NoEnd && window.More())
        {
        }

        if (end < 0) return null;
        var key = window.Rest.Slice(1, end).ToArray();
        window.Take(end + 2);
        if (!SkipBetween() || window.Rest[0] != ':') return null;
        window.Take(1);
        return SkipBetween() ? key : null;
    }

    void Value(byte[]? key)
    {
        if (Record()) return;
        while (true)
        {
            var rest = window.Rest;
            var reach = Reach(rest, out var length);
            if (reach == JsonReach.Whole)
            {
                Whole(rest[..length], key);
                window.Take(length);
                return;
            }

            if (reach == JsonReach.Broken)
            {
                Resync();
                return;
            }

            var goesInto = rest[0] != '"' && rest.Length >= LongestRecord && !IsEvent(rest);
            if (!goesInto && window.More()) continue;
            if (goesInto || (IsHead && rest[0] != '"' && !IsEvent(rest))) GoInto(key);
            else if (window.Ended) Cut();
            else SkipLongLine();
            return;
        }
    }

    /// <summary>Takes a record that stands on one line, as nearly all do.</summary>
    bool Record()
    {
        var isTop = !_open.TryPeek(out var open);
        if (!isTop && (!open!.IsArray || open.Columns is not null)) return false;
        var start = window.Rest[..Math.Min(window.Rest.Length, LongestOnLine)];
        var found = search.Record(start, isTop ? via : open!.Via, out var length);
        if (length == 0) return false;
        if (!isTop) open!.Found += found;
        window.Take(length);
        return true;
    }

    static JsonReach Reach(ReadOnlySpan<byte> rest, out int length)
    {
        if (rest[0] != '"') return JsonExtent.Of(rest, out length);
        length = JsonText.End(rest[1..]) + 2;
        return length >= 2 ? JsonReach.Whole : length == JsonText.NoEnd + 2 ? JsonReach.Open : JsonReach.Broken;
    }

    void Whole(ReadOnlySpan<byte> value, byte[]? key)
    {
        if (!_open.TryPeek(out var open))
        {
            search.Record(value, via);
            return;
        }

        if (open.IsArray) open.Found += open.Columns is { } columns ? search.Row(columns, value, open.Via) : search.Record(value, open.Via);
        else open.Take(key, value, search);
    }

    /// <summary>What the input ends in: as much of it as can be read.</summary>
    void Cut()
    {
        if (!IsHead) search.Line(window.Rest, _open.TryPeek(out var open) ? open.Via : via);
        window.Take(window.Rest.Length);
    }

    void GoInto(byte[]? key)
    {
        var isArray = window.Rest[0] == '[';
        _open.TryPeek(out var parent);
        _open.Push(parent is null ? new OpenContainer(isArray, via.Deeper(true)) : parent.Inner(isArray, key));
        window.Take(1);
    }

    void Close()
    {
        window.Take(1);
        var closed = _open.Pop();
        closed.Close(findings);
        if (_open.TryPeek(out var parent)) parent.Found += closed.Found;
    }

    void Scalar()
    {
        int end;
        while ((end = window.Rest.IndexOfAny(s_endOfScalar)) < 0 && window.More())
        {
        }

        if (end == 0) Resync();
        else window.Take(end < 0 ? window.Rest.Length : end);
    }

    /// <summary>Reads on at the next line, after what is no JSON.</summary>
    void Resync()
    {
        _open.Clear();
        Line();
    }

    /// <summary>Whether a long object says of itself that it is one event, with large bodies.</summary>
    static bool IsEvent(ReadOnlySpan<byte> rest)
    {
        var start = rest[..Math.Min(EnoughOfEvent, rest.Length)];
        if (start[0] != '{' || start.IndexOf("\"audit.k8s.io/v"u8) is not (> 0 and var at)) return false;
        return start[..at].Count((byte)'{') - start[..at].Count((byte)'}') == 1
            && start.IndexOf("EventList\""u8) < 0 && start[..at].IndexOf("\"items\""u8) < 0;
    }
}
