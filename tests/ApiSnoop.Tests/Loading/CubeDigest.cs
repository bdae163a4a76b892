using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Matching;
using ApiSnoop.Recording;

namespace ApiSnoop.Tests.Loading;

/// <summary>
/// One number for all that a cube counts: SHA-256 of its cells in words, sorted. It does not depend on how a cube is numbered or
/// stored, nor on what else its cells may tell: requests are summed by operation (or the reason and name of a miss), user agent, user,
/// namespace, verb and code.
/// </summary>
static class CubeDigest
{
    /// <summary>The digest in hexadecimal.</summary>
    public static string Of(Cube cube) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Lines(cube)))));

    /// <summary>A line for each combination: its texts and its requests, divided by tabs.</summary>
    public static IEnumerable<string> Lines(Cube cube) => cube.Cells
        .GroupBy(c => string.Join(
            '\t', Target(cube.Targets[c.Target]), cube.Agents[c.Agent], cube.Users[c.User], cube.Namespaces[c.Namespace],
            cube.Verbs[c.Verb], c.Code))
        .Select(g => $"{g.Key}\t{g.Sum(c => c.Requests)}\n")
        .Order(StringComparer.Ordinal);

    static string Target(Target target) => target.OperationId ?? $"{target.Reason.Text()}: {target.Name}";
}
