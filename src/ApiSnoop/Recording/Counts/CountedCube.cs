using System.Collections.Immutable;

namespace ApiSnoop.Recording.Counts;

/// <summary>What was counted as a cube, without a file in between.</summary>
internal static class CountedCube
{
    public static Cube Of(CubeCounter counted, Dimensions dimensions) => new(
        dimensions.Targets.ToImmutable(), Texts(dimensions.Agents), Texts(dimensions.Users), Texts(dimensions.Namespaces),
        Texts(dimensions.Verbs), counted.ToImmutable(), Texts(dimensions.Users), Texts(dimensions.Deprecations));

    static ImmutableArray<string> Texts(TextTable table) => [.. Enumerable.Range(0, table.Count).Select(i => table[i])];
}
