using System.Text.RegularExpressions;

namespace ApiSnoop.Loading.Shares;

/// <summary>Which stream of events a file is a piece of: the one that it has in common with its rotations.</summary>
internal static partial class StreamName
{
    /// <summary>The stream's name, which tells its place too.</summary>
    /// <param name="input">An input as the user knows it: a path, a URL or <c>archive.tar!member</c>.</param>
    /// <remarks>
    /// Source of the shapes: the rotation of kube-apiserver (<c>audit-2026-11-23T15-12-00.000.log</c>), of logrotate (<c>audit.log.1</c>,
    /// <c>audit.log-20261123</c>), each compressed or not.
    /// </remarks>
    public static string Of(string input)
    {
        var name = Compression().Replace(input, "");
        return Rotation().Replace(name, "");
    }

    [GeneratedRegex(@"\.(gz|zst|zstd)$", RegexOptions.IgnoreCase)]
    private static partial Regex Compression();

    // A number counts as a rotation only behind an ending such as .log: audit-10.0.0.1 is not a piece of audit-10.0.0.
    [GeneratedRegex(
        @"[.-]\d{4}-?\d{2}-?\d{2}([T_-]?\d{2}[-:]?\d{2}([-:]?\d{2}(\.\d+)?)?)?(?=(\.[A-Za-z]+)?$)|(?<=\.[A-Za-z]+)\.\d{1,5}$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Rotation();
}
