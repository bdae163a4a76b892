using System.Globalization;
using ApiSnoop.Catalog;

namespace ApiSnoop.Audit.Evidence;

/// <summary>A version that a program gave as its own, and how often.</summary>
internal sealed record ProgramVersion(string Program, string Version, long Count) : IComparable<ProgramVersion>
{
    /// <summary>The release that the version belongs to.</summary>
    public ReleaseVersion Release => ReleaseVersion.TryParse(Version, out var release) ? release : default;

    /// <summary>By release, then by patch, then by text so that the order is always the same.</summary>
    public int CompareTo(ProgramVersion? other)
    {
        if (other is null) return 1;
        var byRelease = Release.CompareTo(other.Release);
        if (byRelease != 0) return byRelease;
        var byPatch = Patch.CompareTo(other.Patch);
        return byPatch != 0 ? byPatch : string.CompareOrdinal(Version, other.Version);
    }

    int Patch
    {
        get
        {
            var parts = Version.Split('.', 3);
            if (parts.Length < 3) return 0;
            var digits = parts[2].AsSpan();
            var end = digits.IndexOfAnyExceptInRange('0', '9');
            return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var patch)
                ? patch
                : 0;
        }
    }
}
