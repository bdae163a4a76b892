using System.Buffers;

namespace ApiSnoop.Audit.Wrappings.Json;

/// <summary>
/// Reads JSON by its grammar, and knows up to where it made sense: what is cut off can be closed there, and be read as far as
/// it goes.
/// </summary>
internal sealed class JsonGrammar
{
    enum Expect : byte
    {
        Value,
        ValueOrEnd,
        Key,
        KeyOrEnd,
        Colon,
        CommaOrEnd,
    }

    static readonly SearchValues<byte> s_scalar = SearchValues.Create("-+.0123456789abcdefghijklmnopqrstuvwxyzE"u8);
    static readonly SearchValues<byte> s_blanks = SearchValues.Create(" \t\r\n"u8);
    byte[] _closers = new byte[64];
    int _depth, _safeDepth;
    Expect _expect;

    /// <summary>The length up to which whole values stand.</summary>
    public int SafeLength { get; private set; }

    /// <summary>Where the text begins that was not closed, behind its quote; -1 if reading stopped elsewhere or in a key.</summary>
    public int OpenText { get; private set; }

    /// <summary>The brackets that close what is open at <see cref="SafeLength"/>, the outermost first.</summary>
    public ReadOnlySpan<byte> Closers => _closers.AsSpan(0, _safeDepth);

    /// <summary>Reads one value.</summary>
    /// <param name="text">Bytes that begin with it.</param>
    /// <param name="length">How far it was read.</param>
    public JsonReach Read(ReadOnlySpan<byte> text, out int length)
    {
        (_depth, _safeDepth, _expect, SafeLength, OpenText) = (0, 0, Expect.Value, 0, -1);
        length = 0;
        while (true)
        {
            var blanks = text[length..].IndexOfAnyExcept(s_blanks);
            if (blanks < 0) return JsonReach.Open;
            length += blanks;
            if (Token(text, ref length) is { } stopped) return stopped;
            if (_expect != Expect.CommaOrEnd) continue;
            (SafeLength, _safeDepth) = (length, _depth);
            if (_depth == 0) return JsonReach.Whole;
        }
    }

    /// <summary>Reads one token.</summary>
    /// <returns>Why reading stops, or null.</returns>
    JsonReach? Token(ReadOnlySpan<byte> text, ref int at)
    {
        var c = text[at];
        switch (_expect)
        {
            case Expect.Colon:
                return c == ':' ? Go(Expect.Value, ref at) : JsonReach.Broken;
            case Expect.CommaOrEnd when c == ',':
                return Go(_closers[_depth - 1] == '}' ? Expect.Key : Expect.Value, ref at);
            case Expect.CommaOrEnd or Expect.KeyOrEnd or Expect.ValueOrEnd when c == _closers[_depth - 1]:
                _depth--;
                return Go(Expect.CommaOrEnd, ref at);
            case Expect.Key or Expect.KeyOrEnd:
                return c == '"' ? Text(text, ref at, Expect.Colon) : JsonReach.Broken;
            case Expect.Value or Expect.ValueOrEnd:
                return Value(text, ref at);
            default:
                return JsonReach.Broken;
        }
    }

    JsonReach? Value(ReadOnlySpan<byte> text, ref int at)
    {
        switch (text[at])
        {
            case (byte)'{':
                Push((byte)'}');
                return Go(Expect.KeyOrEnd, ref at);
            case (byte)'[':
                Push((byte)']');
                return Go(Expect.ValueOrEnd, ref at);
            case (byte)'"':
                return Text(text, ref at, Expect.CommaOrEnd);
        }

        var end = text[at..].IndexOfAnyExcept(s_scalar);
        // A number at the very end may lack digits.
        if (end < 0) return JsonReach.Open;
        if (end == 0) return JsonReach.Broken;
        at += end - 1;
        return Go(Expect.CommaOrEnd, ref at);
    }

    JsonReach? Text(ReadOnlySpan<byte> text, ref int at, Expect next)
    {
        var end = JsonText.End(text[(at + 1)..]);
        if (end < 0)
        {
            if (next == Expect.CommaOrEnd) OpenText = at + 1;
            return end == JsonText.NoEnd ? JsonReach.Open : JsonReach.Broken;
        }

        at += end + 1;
        return Go(next, ref at);
    }

    JsonReach? Go(Expect next, ref int at)
    {
        at++;
        _expect = next;
        return null;
    }

    void Push(byte closer)
    {
        if (_depth == _closers.Length) Array.Resize(ref _closers, _depth * 2);
        _closers[_depth++] = closer;
    }
}
