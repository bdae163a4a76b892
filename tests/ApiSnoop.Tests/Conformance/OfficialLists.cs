using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Conformance;
using ApiSnoop.Tests.Catalog;

namespace ApiSnoop.Tests.Conformance;

/// <summary>The shipped lists against Kubernetes' own <c>conformance.yaml</c>; docs/conformance.md explains each difference.</summary>
public class OfficialLists
{
    public static TheoryData<string, int, string> All =>
        [.. Published.Rows("tests/data/conformance/official-conformance-lists.tsv").Select(r => (r[0], int.Parse(r[1]), r[2]))];

    [Theory]
    [MemberData(nameof(All))]
    public void The_shipped_list_is_the_official_one_but_for_differences_that_are_written_down(string release, int count, string sha256)
    {
        var names = ConformanceFacts.For(Published.Version(release)).Tests.Select(t => t.Codename).ToHashSet(StringComparer.Ordinal);
        foreach (var difference in Differences(release))
            (difference[1] == "ours" ? names.Remove(difference[2]) : names.Add(difference[2])).ShouldBeTrue(difference[2]);

        names.Count.ShouldBe(count);
        HashOf(names).ShouldBe(sha256);
    }

    [Fact]
    public void Seventeen_releases_are_equal_and_five_are_explained()
    {
        var differing = Published.Rows("tests/data/conformance/official-conformance-differences.tsv").GroupBy(r => r[0])
            .ToDictionary(g => g.Key, g => (g.Count(r => r[1] == "ours"), g.Count(r => r[1] == "theirs")));

        ConformanceFacts.Versions.Count.ShouldBe(22);
        differing.ShouldBe(new Dictionary<string, (int, int)>
        {
            // Theirs is the branch after the last patch release that tagged tests, which had renamed or dropped these.
            ["1.15"] = (28, 26),
            ["1.16"] = (9, 1),
            ["1.17"] = (9, 1),
            // Session affinity: the first release ran them, a later patch took the tag away.
            ["1.24"] = (2, 0),
            ["1.25"] = (2, 0),
        }, ignoreOrder: true);
        Published.Rows("tests/data/conformance/official-conformance-differences.tsv").Where(r => r[0] is "1.24" or "1.25")
            .ShouldAllBe(r => r[2].Contains("should have session affinity timeout work for"));
    }

    [Fact]
    public void The_official_lists_are_what_their_hashes_say()
    {
        foreach (var row in Published.Rows("tests/data/conformance/official-conformance-lists.tsv"))
        {
            using var yaml = new GZipStream(
                File.OpenRead(SharedData.Path($"conformance/yaml/conformance-v{row[0]}.yaml.gz")), CompressionMode.Decompress);
            var list = ConformanceList.Read(yaml);

            list.Count.ShouldBe(int.Parse(row[1]), row[0]);
            HashOf(list.Tests.Select(t => t.Codename)).ShouldBe(row[2], row[0]);
        }
    }

    static IEnumerable<string[]> Differences(string release) =>
        Published.Rows("tests/data/conformance/official-conformance-differences.tsv").Where(r => r[0] == release);

    static string HashOf(IEnumerable<string> names) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', names.Order(StringComparer.Ordinal)))));
}
