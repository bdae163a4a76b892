using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace ApiSnoop.Catalog;

/// <summary>The known releases in order, and sets of them as bits and as text (<c>1.7-1.15,1.18-</c>).</summary>
/// <remarks>
/// An open range goes to the newest release of the timeline, so that a new release changes only the rows of what it
/// changed. A set is 64 bits wide: at three releases a year, enough until the late 2030s, and checked.
/// </remarks>
sealed class ReleaseTimeline
{
    const int MostReleases = 64;

    readonly int[] _keys;

    /// <summary>Makes a timeline of releases in any order, each given once or more.</summary>
    public ReleaseTimeline(IEnumerable<ReleaseVersion> releases)
    {
        var keys = new List<int>();
        foreach (var release in releases)
        {
            var at = keys.BinarySearch(Key(release));
            if (at < 0) keys.Insert(~at, Key(release));
        }
        if (keys.Count > MostReleases)
            throw new InvalidDataException($"The facts hold {keys.Count} releases; more than {MostReleases} are not supported.");
        _keys = [.. keys];
        Releases = new ReleaseVersion[_keys.Length];
        for (var i = 0; i < _keys.Length; i++) Releases[i] = new(_keys[i] >> 16, _keys[i] & 0xffff);
    }

    /// <summary>The releases, oldest first.</summary>
    public ReleaseVersion[] Releases { get; }

    /// <summary>The index of a release, or -1.</summary>
    public int IndexOf(ReleaseVersion release) => Math.Max(-1, Array.BinarySearch(_keys, Key(release)));

    /// <summary>The releases of a set, oldest first.</summary>
    public ReleaseVersion[] Members(ulong set)
    {
        var members = new ReleaseVersion[BitOperations.PopCount(set)];
        for (var i = 0; set != 0; set &= set - 1) members[i++] = Releases[BitOperations.TrailingZeroCount(set)];
        return members;
    }

    /// <summary>Reads a set; null when the text is not one.</summary>
    public ulong? TryParse(ReadOnlySpan<byte> text)
    {
        ulong set = 0;
        while (true)
        {
            if (!TryReadRelease(ref text, out var first)) return null;
            var last = first;
            if (text.Length > 0 && text[0] == '-')
            {
                text = text[1..];
                if (text.Length == 0 || text[0] == ',') last = int.MaxValue;
                else if (!TryReadRelease(ref text, out last)) return null;
            }
            set |= Between(first, last);
            if (text.Length == 0) return set;
            if (text[0] != ',') return null;
            text = text[1..];
        }
    }

    /// <summary>Writes a set as ranges.</summary>
    public string Format(ulong set)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Releases.Length; i++)
        {
            if ((set >> i & 1) == 0) continue;
            var end = i;
            while (end + 1 < Releases.Length && (set >> (end + 1) & 1) != 0) end++;
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{Releases[i]}");
            if (end == Releases.Length - 1) text.Append('-');
            else if (end > i) text.Append(CultureInfo.InvariantCulture, $"-{Releases[end]}");
            i = end;
        }
        return text.ToString();
    }

    ulong Between(int first, int last)
    {
        var low = Array.BinarySearch(_keys, first);
        if (low < 0) low = ~low;
        var high = Array.BinarySearch(_keys, last);
        if (high < 0) high = ~high - 1;
        return high < low ? 0 : (ulong.MaxValue >> (63 - (high - low))) << low;
    }

    static bool TryReadRelease(ref ReadOnlySpan<byte> text, out int key)
    {
        key = 0;
        if (!Utf8Parser.TryParse(text, out ushort major, out var read) || read == text.Length || text[read] != '.') return false;
        text = text[(read + 1)..];
        if (!Utf8Parser.TryParse(text, out ushort minor, out read)) return false;
        text = text[read..];
        key = major << 16 | minor;
        return true;
    }

    static int Key(ReleaseVersion release) => release.Major << 16 | release.Minor;
}
