using ApiSnoop.Audit;
using ApiSnoop.Recording.Counts;
using ParquetSharp;

namespace ApiSnoop.Loading.Requests;

/// <summary>
/// The texts of a shared table that one thread met last. Clients come again and again: their texts are found by comparing them
/// with one that ends alike, without a hash over all their bytes.
/// </summary>
internal sealed unsafe class RecentTexts(TextTable table)
{
    /// <summary>How many texts are kept at hand; a power of two.</summary>
    const int Kept = 256;

    readonly (ByteArray Text, int Id)[] _met = new (ByteArray, int)[Kept];

    /// <summary>The text's number in the table, which takes it in when it is new.</summary>
    public int Intern(ReadOnlySpan<byte> text)
    {
        ref var met = ref _met[(int)(ByteHash.OfEnd(text) & (Kept - 1))];
        // A place that is still free says of the empty text what the table says: 0.
        if (text.SequenceEqual(new ReadOnlySpan<byte>((void*)met.Text.Pointer, met.Text.Length))) return met.Id;
        var id = table.Intern(text);
        met = (table.Pinned(id), id);
        return id;
    }
}
