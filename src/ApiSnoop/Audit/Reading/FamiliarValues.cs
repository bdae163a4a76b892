using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ApiSnoop.Audit.Reading;

/// <summary>
/// Values that were skipped before, each remembered for the user that it was said of. An API server says the same groups of a
/// user each time, and mostly the same reason for letting a request pass; to compare is faster than to look for the end.
/// </summary>
internal sealed unsafe class FamiliarValues
{
    /// <summary>How many users are told apart; a power of two.</summary>
    public const int Users = 128;

    /// <summary>The longest value that is remembered, in bytes.</summary>
    const int Longest = 512;

    readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Users * Longest, pinned: true);
    readonly int[] _lengths = new int[Users];

    /// <summary>The place of a user.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PlaceOf(ByteView user) => (int)(ByteHash.OfEnd(user.Span) & (Users - 1));

    /// <summary>The length of the remembered value if it stands at <paramref name="p"/>, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LengthAt(byte* p, byte* end, int place)
    {
        var length = _lengths[place];
        return length <= end - p
            && new ReadOnlySpan<byte>(p, length).SequenceEqual(new ReadOnlySpan<byte>(Value(place), length)) ? length : 0;
    }

    /// <summary>Remembers a value.</summary>
    /// <returns>False when it is too long.</returns>
    public bool Remember(byte* p, byte* behind, int place)
    {
        if (behind - p > Longest) return false;
        _lengths[place] = (int)(behind - p);
        new ReadOnlySpan<byte>(p, _lengths[place]).CopyTo(new Span<byte>(Value(place), Longest));
        return true;
    }

    byte* Value(int place) => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, place * Longest);
}
