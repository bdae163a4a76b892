using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Recording;

namespace ApiSnoop.Certification.Certificates;

/// <summary>The digest of what a recording counted. It does not depend on the order of logs, nor on how the counts are stored.</summary>
public static class RecordingDigest
{
    /// <summary>The SHA-256 of the sorted lines of counts, as lower-case hex.</summary>
    public static string Of(Cube cube)
    {
        List<string> lines = [.. cube.Cells.Select(c => Line(cube, c))];
        lines.Sort(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines) hash.AppendData(Encoding.UTF8.GetBytes(line));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static string Line(Cube cube, in Cell cell)
    {
        var target = cube.Targets[cell.Target];
        return string.Join('\t', (string[])[
            .. new[]
            {
                target.OperationId ?? "", target.OperationId is null ? target.Reason.ToString() : "", target.Name, cube.Agents[cell.Agent],
                cube.Users[cell.User], cube.Impersonators[cell.Impersonator], cube.Namespaces[cell.Namespace], cube.Verbs[cell.Verb],
                cube.Deprecations[cell.Deprecation],
            }.Select(t => t.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal)),
            cell.Code.ToString(CultureInfo.InvariantCulture), cell.Requests.ToString(CultureInfo.InvariantCulture),
            cell.FirstMicros.ToString(CultureInfo.InvariantCulture), cell.LastMicros.ToString(CultureInfo.InvariantCulture),
        ]) + "\n";
    }
}
