using System.IO.Compression;
using System.Text.Json;
using ApiSnoop.Auditing;
using ApiSnoop.Auditing.Policies;
using ApiSnoop.Catalog;

namespace ApiSnoop.Tests.Auditing;

public sealed class WrittenPolicyTests
{
    public static TheoryData<PolicyPurpose, string> Policies
    {
        get
        {
            var all = new TheoryData<PolicyPurpose, string>();
            foreach (var purpose in Enum.GetValues<PolicyPurpose>())
                foreach (var release in KubernetesCatalog.Shipped.Versions)
                    all.Add(purpose, release.ToString());
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_is_written_reads_as_the_same_policy(PolicyPurpose purpose, string release)
    {
        var policy = WrittenPolicy.For(purpose, ["shop", "till"], Release(release));

        Compare(PolicyFile.Read(policy.Text, "policy"), policy.Policy);
        policy.Policy.Rules.ShouldAllBe(r => r.Level == "None" || r.Level == "Metadata");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_resource_in_a_policy_exists_in_the_release(PolicyPurpose purpose, string release)
    {
        var policy = WrittenPolicy.For(purpose, [], Release(release)).Policy;

        foreach (var of in policy.Rules.SelectMany(r => r.Resources))
            foreach (var word in of.Resources)
                Release(release).Operations.Select(OperationResource.Of).ShouldContain(
                    o => o != null && o.Group == of.Group && word == (o.Subresource == "" ? o.Resource : o.Resource + "/" + o.Subresource),
                    $"{of.Group}/{word}");
        PolicyBlindSpots.Of(policy, Release(release)).ShouldNotContain(s => s.Kind == BlindSpotKind.Mistake);
    }

    [Theory]
    [InlineData("1.11", "audit.k8s.io/v1beta1")]
    [InlineData("1.12", "audit.k8s.io/v1")]
    [InlineData("1.36", "audit.k8s.io/v1")]
    public void The_version_is_one_that_the_release_reads(string release, string version) =>
        WrittenPolicy.For(PolicyPurpose.App, [], Release(release)).Policy.ApiVersion.ShouldBe(version);

    [Theory]
    [InlineData(PolicyPurpose.Coverage)]
    [InlineData(PolicyPurpose.App)]
    [InlineData(PolicyPurpose.Minimal)]
    public void Every_rule_says_what_it_costs_or_saves(PolicyPurpose purpose)
    {
        var comments = WrittenPolicy.For(purpose, [], Release("1.30")).Text.Split("rules:\n")[1].Split("  - level: ");

        comments[..^1].ShouldAllBe(c => c.Contains("# Costs ") || c.Contains("# Saves "));
        comments.Length.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void For_coverage_nothing_that_OpenAPI_knows_is_left_out()
    {
        foreach (var release in KubernetesCatalog.Shipped.Versions)
            PolicyBlindSpots.Of(WrittenPolicy.For(PolicyPurpose.Coverage, [], Release(release.ToString())).Policy,
                Release(release.ToString())).ShouldBeEmpty(release.ToString());
    }

    [Fact]
    public void For_a_namespace_only_its_accounts_are_logged()
    {
        var policy = WrittenPolicy.For(PolicyPurpose.App, ["shop"], Release("1.30")).Policy;

        PolicyBlindSpots.Of(policy, Release("1.30")).Single().What.ShouldBe(
            "everything but patch of nodes/status by system:nodes, and everything by system:serviceaccounts:shop");
    }

    /// <summary>Each event of the demo's real log is put to the rules, one by one, and the lines are counted.</summary>
    [Fact]
    public void The_costs_that_comments_tell_are_those_of_the_log_of_conformance_tests()
    {
        var events = Events();
        events.Count.ShouldBe(18_809);
        events.Select(e => e.Event.GetProperty("auditID").GetString()).Distinct().Count().ShouldBe(8_821);
        Hundredths(events.Count(e => Stage(e) == "RequestReceived"), events.Count).ShouldBe(47);
        Hundredths(events.Count(e => Stage(e) == "ResponseStarted"), events.Count).ShouldBe(7);

        var later = events.Where(e => Stage(e) != "RequestReceived").ToList();
        later.Count.ShouldBe(9_988);
        Math.Round(later.Sum(e => e.Bytes) / 1e6, 1).ShouldBe(9.4);
        Math.Round(later.Average(e => e.Bytes) / 1e3, 2).ShouldBe(0.95);
        Hundredths(later.Count(e => e.Event.TryGetProperty("objectRef", out _) && Verb(e) is "get" or "list" or "watch"), later.Count)
            .ShouldBeInRange(58, 68);

        var minimal = WrittenPolicy.For(PolicyPurpose.Minimal, [], Release("1.20")).Policy.Rules;
        Hundredths(later.Count(e => Fits(minimal[1], e.Event)), later.Count).ShouldBe(15);
        Hundredths(later.Count(e => Fits(minimal[3], e.Event)), later.Count).ShouldBe(13);
        Hundredths(later.Count(e => Fits(minimal[4], e.Event)), later.Count).ShouldBe(17);
    }

    static Release Release(string text)
    {
        ReleaseVersion.TryParse(text, out var version).ShouldBeTrue();
        return KubernetesCatalog.Shipped.Load(version);
    }

    /// <summary>A rule held against a real event, the plain way.</summary>
    static bool Fits(AuditRule rule, JsonElement e)
    {
        var user = e.GetProperty("user");
        if (rule.Users.Length > 0 && !rule.Users.Contains(user.GetProperty("username").GetString()!)) return false;
        if (rule.UserGroups.Length > 0
            && !(user.TryGetProperty("groups", out var g) && g.EnumerateArray().Any(x => rule.UserGroups.Contains(x.GetString()!))))
            return false;
        if (rule.NonResourceUrls.Length > 0) return rule.NonResourceUrls is ["*"] && !e.TryGetProperty("objectRef", out _);
        return true;
    }

    static int Hundredths(int part, int whole) => (int)Math.Round(100.0 * part / whole);

    static string Stage((JsonElement Event, int Bytes) e) => e.Event.GetProperty("stage").GetString()!;

    static string Verb((JsonElement Event, int Bytes) e) => e.Event.GetProperty("verb").GetString()!;

    static List<(JsonElement Event, int Bytes)> Events()
    {
        using var log = new StreamReader(new GZipStream(
            File.OpenRead(Repository.Path("data/demo/e2e-v1.20.2.log.gz")), CompressionMode.Decompress));
        var events = new List<(JsonElement, int)>();
        while (log.ReadLine() is { } line) events.Add((JsonDocument.Parse(line).RootElement, line.Length + 1));
        return events;
    }

    static void Compare(AuditPolicy? read, AuditPolicy written)
    {
        read.ShouldNotBeNull();
        read.ApiVersion.ShouldBe(written.ApiVersion);
        read.OmitStages.ShouldBe(written.OmitStages);
        read.Rules.Length.ShouldBe(written.Rules.Length);
        foreach (var (a, b) in read.Rules.Zip(written.Rules))
        {
            a.Level.ShouldBe(b.Level);
            a.Users.ShouldBe(b.Users);
            a.UserGroups.ShouldBe(b.UserGroups);
            a.Verbs.ShouldBe(b.Verbs);
            a.NonResourceUrls.ShouldBe(b.NonResourceUrls);
            a.Namespaces.ShouldBe(b.Namespaces);
            a.Resources.Select(r => (r.Group, string.Join(',', r.Resources))).ShouldBe(
                b.Resources.Select(r => (r.Group, string.Join(',', r.Resources))));
        }
    }
}
