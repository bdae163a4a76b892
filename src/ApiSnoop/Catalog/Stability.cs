using System.Globalization;

namespace ApiSnoop.Catalog;

/// <summary>The rules that say how stable an operation is.</summary>
/// <remarks>
/// Ours follows the version that the operation is served at, and judges a group's index by the best version that the group
/// serves. The published way, kept for comparison, looks for a version in the text of the path and so calls the index of an
/// alpha-only group stable, which has turned conformance gates red more than once (cncf/apisnoop#859).
/// </remarks>
public static class Stability
{
    /// <summary>
    /// The level of an API version: <c>v1</c> stable, <c>v1beta1</c> beta, <c>v1alpha1</c> alpha. A version without either
    /// word, or none at all (the unversioned core paths), is stable.
    /// </summary>
    public static Level OfVersion(string version)
    {
        var i = 0;
        if (version.Length == 0 || version[i++] != 'v') return Level.Stable;
        while (i < version.Length && char.IsAsciiDigit(version[i])) i++;
        return i == 1 ? Level.Stable : Suffix(version.AsSpan(i));
    }

    /// <summary>
    /// The order in which clients prefer the versions of a group: stable before beta before alpha, then by their numbers.
    /// </summary>
    /// <remarks>Source: Kubernetes' rule of version priority for custom resources.</remarks>
    internal static (int Stability, int Major, int Minor) PriorityOf(string version)
    {
        var numbers = version.Split((string[])["v", "alpha", "beta"], StringSplitOptions.RemoveEmptyEntries);
        return (-(int)OfVersion(version), Number(numbers, 0), Number(numbers, 1));

        static int Number(string[] numbers, int index) =>
            index < numbers.Length && int.TryParse(numbers[index], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
    }

    /// <summary>Gives every operation its level; they must be all of one release, as a group's index depends on the others.</summary>
    public static IEnumerable<Operation> Apply(IReadOnlyCollection<Operation> operations)
    {
        var groups = new GroupStability();
        foreach (var operation in operations) groups.Note(operation);
        foreach (var operation in operations)
        {
            var level = groups.LevelOf(operation);
            yield return level == operation.Level ? operation : operation with { Level = level };
        }
    }

    /// <summary>
    /// The level as the published result files have it: by the first <c>/v1</c>, <c>/v1beta1</c>, … in the path, stable
    /// without one, and from 1.20 on beta for the two OpenID operations, which the original project set by hand.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="release">The release it is looked at in; null where unknown, which counts as a new one.</param>
    public static Level PublishedLevel(Operation operation, ReleaseVersion? release)
    {
        if (IsOpenId(operation.Path) && !(release < new ReleaseVersion(1, 20))) return Level.Beta;
        var path = operation.Path.AsSpan();
        for (var i = path.IndexOf("/v"); i >= 0;)
        {
            var digits = i + 2;
            while (digits < path.Length && char.IsAsciiDigit(path[digits])) digits++;
            if (digits > i + 2) return Suffix(path[digits..]);
            var next = path[digits..].IndexOf("/v");
            i = next < 0 ? -1 : digits + next;
        }
        return Level.Stable;
    }

    static Level Suffix(ReadOnlySpan<char> afterDigits) =>
        afterDigits.StartsWith("alpha", StringComparison.Ordinal) ? Level.Alpha
        : afterDigits.StartsWith("beta", StringComparison.Ordinal) ? Level.Beta
        : Level.Stable;

    static bool IsOpenId(string path) =>
        path.StartsWith("/.well-known/openid-configuration", StringComparison.Ordinal)
        || path.StartsWith("/openid/v1/jwks", StringComparison.Ordinal);
}
