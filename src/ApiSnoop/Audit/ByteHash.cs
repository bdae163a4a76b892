using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ApiSnoop.Audit;

/// <summary>
/// A fast 64-bit hash of bytes, seeded anew in each process so that a crafted log cannot aim at collisions.
/// Sixteen bytes at a step: through a round of AES where the processor has it, else multiply-and-fold, the scheme known from wyhash.
/// </summary>
internal static class ByteHash
{
    const ulong K0 = 0x9E3779B97F4A7C15, K1 = 0xD6E8FEB86659FD93;
    static readonly ulong s_seed = (ulong)Random.Shared.NextInt64() | 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    public static ulong Of(ReadOnlySpan<byte> text)
    {
        ref var p = ref MemoryMarshal.GetReference(text);
        var length = text.Length;
        var h = s_seed ^ (ulong)length * K1;
        if (length >= 16)
        {
            if (Aes.IsSupported) return OfRounds(ref p, length, h);
            nint i = 0, last = length - 16;
            for (; i < last; i += 16) h = Mix(Load(ref p, i) ^ K0 ^ h, Load(ref p, i + 8) ^ K1);
            return Mix(Mix(Load(ref p, last) ^ K0 ^ h, Load(ref p, last + 8) ^ K1), K0);
        }

        ulong a = 0, b = 0;
        if (length >= 8)
        {
            a = Load(ref p, 0);
            b = Load(ref p, length - 8);
        }
        else if (length >= 4)
        {
            a = Unsafe.ReadUnaligned<uint>(ref p);
            b = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref p, length - 4));
        }
        else if (length > 0)
        {
            a = p | (ulong)Unsafe.Add(ref p, length >> 1) << 8 | (ulong)Unsafe.Add(ref p, length - 1) << 16;
        }

        return Mix(Mix(a ^ K0 ^ h, b ^ K1), K0);
    }

    /// <summary>A hash of no more than length and last eight bytes, in which names of one kind differ most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OfEnd(ReadOnlySpan<byte> text)
    {
        if (text.Length < 8) return text.Length == 0 ? 0 : (uint)text.Length * 31 + text[0];
        return (uint)((Load(ref MemoryMarshal.GetReference(text), text.Length - 8) + (uint)text.Length) * K0 >> 40);
    }

    /// <summary>Each step is one instruction; two rounds more spread what the last bytes changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong OfRounds(ref byte p, nint length, ulong seed)
    {
        var key = Vector128.Create(seed, K0).AsByte();
        var h = key;
        nint last = length - 16;
        for (nint i = 0; i < last; i += 16) h = Aes.Encrypt(h, Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i)));
        h = Aes.Encrypt(h, Vector128.LoadUnsafe(ref Unsafe.Add(ref p, last)));
        var mixed = Aes.Encrypt(Aes.Encrypt(h, key), key).AsUInt64();
        return mixed[0] ^ mixed[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Load(ref byte p, nint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, offset));
}
