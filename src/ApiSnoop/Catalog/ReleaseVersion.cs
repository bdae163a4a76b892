using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ApiSnoop.Catalog;

/// <summary>A Kubernetes minor release such as 1.20, ordered by number (1.9 comes before 1.10).</summary>
/// <param name="Major">The major version.</param>
/// <param name="Minor">The minor version.</param>
public readonly record struct ReleaseVersion(int Major, int Minor) : IComparable<ReleaseVersion>
{
    /// <summary>Reads <c>1.20</c>, <c>v1.20</c>, <c>v1.20.2</c>, <c>1.20.x</c> or <c>v1.20.2+k3s1</c>.</summary>
    /// <returns>False when the text does not start with a release.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ReleaseVersion version)
    {
        version = default;
        if (text is null) return false;
        var span = text.AsSpan().TrimStart('v');
        var dot = span.IndexOf('.');
        if (dot <= 0 || !int.TryParse(span[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var major)) return false;
        var rest = span[(dot + 1)..];
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        if (end >= 0) rest = rest[..end];
        if (!int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)) return false;
        version = new ReleaseVersion(major, minor);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ReleaseVersion other) =>
        Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Compares by number.</summary>
    public static bool operator <(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) < 0;

    /// <summary>Compares by number.</summary>
    public static bool operator >(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) > 0;

    /// <summary>Compares by number.</summary>
    public static bool operator <=(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Compares by number.</summary>
    public static bool operator >=(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Gives <c>1.20</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
