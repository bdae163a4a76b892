using System.Text.RegularExpressions;

namespace ApiSnoop.Certification.Certificates;

/// <summary>What is certified: an image or a chart by its digest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">Its digest, lower-case hex.</param>
public sealed partial record Subject(string Name, string Sha256)
{
    /// <summary>Reads <c>NAME@sha256:HEX</c>.</summary>
    /// <exception cref="FormatException">It is not written so.</exception>
    public static Subject Parse(string text) => Written().Match(text) is { Success: true } match
        ? new(match.Groups[1].Value, match.Groups[2].Value)
        : throw new FormatException(
            $"'{text}' is no subject: write an image or a chart with its digest, NAME@sha256:… with 64 digits of hex.");

    [GeneratedRegex("^([^@\\s]+)@sha256:([0-9a-f]{64})$")]
    private static partial Regex Written();
}
