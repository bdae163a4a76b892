using System.Globalization;
using System.Text;

namespace ApiSnoop.Recording.Sharing;

/// <summary>The block before each file of a tar archive, written and read in one form only: plain files with plain names.</summary>
/// <remarks>
/// A general reader of tar follows links, long names and sparse files, of which a recording's file has none: what is not of this form is
/// refused. Source: POSIX.1-1988, ustar.
/// </remarks>
internal static class TarBlock
{
    /// <summary>Everything in an archive is padded to a multiple of it, in bytes.</summary>
    public const int Size = 512;

    /// <summary>Eleven octal digits.</summary>
    public const long LargestFile = (1L << 33) - 1;

    const int NameLength = 100;
    const int SizeAt = 124, TimeAt = 136, ChecksumAt = 148, TypeAt = 156, MagicAt = 257, ChecksumLength = 8;

    /// <summary>The block of a file.</summary>
    public static byte[] Of(string name, long bytes, DateTimeOffset written)
    {
        var block = new byte[Size];
        Encoding.ASCII.GetBytes(name, block);
        Octal(block, 100, 7, 0b110_100_100);
        Octal(block, 108, 7, 0);
        Octal(block, 116, 7, 0);
        Octal(block, SizeAt, 11, bytes);
        Octal(block, TimeAt, 11, Math.Max(0, written.ToUnixTimeSeconds()));
        block[TypeAt] = (byte)'0';
        "ustar\000"u8.CopyTo(block.AsSpan(MagicAt));
        Octal(block, ChecksumAt, 6, Checksum(block));
        block[ChecksumAt + 7] = (byte)' ';
        return block;
    }

    /// <summary>The file that a block announces; null for the block of zeros that ends an archive.</summary>
    /// <exception cref="InvalidDataException">It is no block of a plain file.</exception>
    public static (string Name, long Bytes)? Read(ReadOnlySpan<byte> block)
    {
        if (!block.ContainsAnyExcept((byte)0)) return null;
        if (!block[MagicAt..].StartsWith("ustar"u8) || Number(block.Slice(ChecksumAt, ChecksumLength)) != Checksum(block))
            throw new InvalidDataException("it is no archive as recording export writes it");
        var name = block[..NameLength];
        name = name.IndexOf((byte)0) is >= 0 and var end ? name[..end] : name;
        if (block[TypeAt] != '0' || block.Slice(345, 155).ContainsAnyExcept((byte)0))
            throw new InvalidDataException($"\"{Encoding.Latin1.GetString(name)}\" in it is no plain file");
        return (Encoding.Latin1.GetString(name), Number(block.Slice(SizeAt, 12)));
    }

    static long Checksum(ReadOnlySpan<byte> block)
    {
        // The sum is made with the checksum's own place full of spaces.
        long sum = ' ' * ChecksumLength;
        for (var i = 0; i < Size; i++)
            if (i is < ChecksumAt or >= ChecksumAt + ChecksumLength)
                sum += block[i];
        return sum;
    }

    static void Octal(byte[] block, int at, int digits, long number) =>
        Encoding.ASCII.GetBytes(Convert.ToString(number, 8).PadLeft(digits, '0'), block.AsSpan(at));

    static long Number(ReadOnlySpan<byte> octal)
    {
        var text = octal.TrimEnd("\0 "u8);
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'7'))
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"a number in it is none: \"{Encoding.Latin1.GetString(octal)}\""));
        long number = 0;
        foreach (var digit in text) number = number * 8 + (digit - '0');
        return number;
    }
}
