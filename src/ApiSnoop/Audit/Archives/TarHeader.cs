namespace ApiSnoop.Audit.Archives;

/// <summary>Tells a tar archive by its first header's checksum, which every dialect has, old ones without <c>ustar</c> too.</summary>
internal static class TarHeader
{
    public const int Length = 512;
    const int ChecksumAt = 148;
    const int ChecksumLength = 8;

    public static bool IsOne(ReadOnlySpan<byte> start)
    {
        if (start.Length < Length || start[0] == 0) return false;
        // The sum is made with the checksum's own place full of spaces.
        long sum = ' ' * ChecksumLength;
        for (var i = 0; i < Length; i++)
            if (i is < ChecksumAt or >= ChecksumAt + ChecksumLength) sum += start[i];
        return sum == Octal(start.Slice(ChecksumAt, ChecksumLength));
    }

    static long Octal(ReadOnlySpan<byte> text)
    {
        var value = -1L;
        foreach (var c in text.TrimStart((byte)' '))
        {
            if (c is < (byte)'0' or > (byte)'7') break;
            value = Math.Max(value, 0) * 8 + (c - '0');
        }

        return value;
    }
}
