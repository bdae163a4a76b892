using System.IO.Compression;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Tests.Catalog;

namespace ApiSnoop.Tests.Conformance;

public class ConformanceFactsTests
{
    [Theory]
    [InlineData("1.14", 0)]
    [InlineData("1.15", 215)]
    [InlineData("1.20", 311)]
    [InlineData("1.22", 346)]
    [InlineData("1.30", 402)]
    [InlineData("1.31", 404)]
    [InlineData("1.36", 446)]
    public void Each_release_has_its_number_of_conformance_tests(string release, int count) =>
        ConformanceFacts.For(Published.Version(release)).Count.ShouldBe(count);

    [Fact]
    public void Names_keep_their_double_spaces()
    {
        const string name = "[sig-cli] Kubectl client Proxy server should support --unix-socket=/path  [Conformance]";
        var test = ConformanceFacts.For(new(1, 20)).Find(name).ShouldNotBeNull();
        test.File.ShouldBe("test/e2e/kubectl/kubectl.go");
        ConformanceFacts.For(new(1, 20)).Contains(name.Replace("  ", " ")).ShouldBeFalse();
    }

    [Fact]
    public void The_list_of_1_20_is_that_of_its_conformance_yaml()
    {
        using var file = File.OpenRead(Repository.Path("tests/data/conformance/conformance-v1.20.2.yaml.gz"));
        using var yaml = new GZipStream(file, CompressionMode.Decompress);
        var list = ConformanceList.Read(yaml);
        list.Count.ShouldBe(311);
        ConformanceFacts.For(new(1, 20)).Tests.Select(t => t.Codename).ShouldBe(list.Tests.Select(t => t.Codename));
        list.Tests.Count(t => t.PromotedIn == new ReleaseVersion(1, 9)).ShouldBe(151);
    }

    [Fact]
    public void Every_published_conformance_test_is_in_the_list()
    {
        // 1.17 and 1.18 were published with the list of a later release.
        foreach (var release in ConformanceFacts.Versions.Where(v => v >= new ReleaseVersion(1, 19)))
        {
            var published = Published.ConformanceTests(release);
            var list = ConformanceFacts.For(release);
            published.Where(name => !list.Contains(name)).ShouldBeEmpty(release.ToString());
            // The published results cut names at "--" and so lost these two.
            list.Tests.Where(t => !published.Contains(t.Codename)).Select(t => t.Codename)
                .ShouldAllBe(name => name.Contains("Kubectl client Proxy server should support"), release.ToString());
        }
    }

    [Fact]
    public void A_hundred_and_one_operations_are_ineligible_and_thirteen_pending()
    {
        ConformanceFacts.Ineligible.Count.ShouldBe(101);
        ConformanceFacts.Ineligible["connectCoreV1GetNodeProxy"].Link.ShouldBe("https://github.com/kubernetes/kubernetes/issues/95930");
        ConformanceFacts.Pending.Count.ShouldBe(13);
        ConformanceFacts.Pending.ShouldContain("createCoreV1Node");
    }

    [Fact]
    public void Eligible_operations_of_1_36_are_the_published_563_and_the_two_openid_ones()
    {
        // The original project counted the OpenID pair as beta by hand; by their version they are stable.
        var eligible = KubernetesCatalog.Shipped.Load(new(1, 36)).Operations.Where(ConformanceFacts.IsEligible).Select(o => o.Id)
            .ToHashSet();
        var published = Published.Eligible.Keys.ToHashSet();
        published.Count.ShouldBe(563);
        published.Except(eligible).ShouldBeEmpty();
        eligible.Except(published)
            .ShouldBe(["getServiceAccountIssuerOpenIDConfiguration", "getServiceAccountIssuerOpenIDKeyset"], ignoreOrder: true);
    }

    [Fact]
    public void Releases_have_their_dates()
    {
        ConformanceFacts.ReleaseDate(new(1, 36)).ShouldBe(new DateOnly(2026, 4, 22));
        ConformanceFacts.ReleaseDate(new(1, 37)).ShouldBeNull();
        ConformanceFacts.ReleaseDate(new(9, 9)).ShouldBeNull();
    }
}
