using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace ApiSnoop.Recording.Parquet;

/// <summary>Texts as Parquet's plain encoding has them: a length of four bytes, then the bytes.</summary>
internal static class PlainText
{
    /// <summary>Adds a text; bytes that are no UTF-8 become the replacement character, since readers refuse them.</summary>
    public static void Add(ByteSink sink, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text)) text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        sink.AddInt32(text.Length);
        sink.Add(text);
    }

    /// <summary>Adds row i's text <c>bytes[starts[i]..ends[i]]</c> for all rows.</summary>
    public static void AddAll(ByteSink sink, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends)
    {
        // One look over everything tells nearly always that no single text needs one.
        if (starts.Length > 0 && !Ascii.IsValid(bytes[starts[0]..ends[^1]]))
        {
            for (var i = 0; i < starts.Length; i++) Add(sink, bytes[starts[i]..ends[i]]);
            return;
        }

        var size = 0;
        for (var i = 0; i < starts.Length; i++) size = checked(size + 4 + ends[i] - starts[i]);
        var room = sink.Reserve(size);
        var at = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            var text = bytes[starts[i]..ends[i]];
            BinaryPrimitives.WriteInt32LittleEndian(room[at..], text.Length);
            text.CopyTo(room[(at + 4)..]);
            at += 4 + text.Length;
        }

        sink.Advance(size);
    }
}
