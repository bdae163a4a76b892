using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Kapics;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Insights;

public sealed class FoundKapicsTests : LogFolderFixture
{
    static CountedLog Count(string log) => AuditLoad.Count(
        new LoadRequest { App = "x", Inputs = [log] }, new LoadProgress(), TimeProvider.System, CancellationToken.None);

    FoundKapics Found(params string[] events)
    {
        var counted = Count(Write("audit.log", string.Join('\n', events)));
        return FoundKapics.In(counted.Cube, counted.Release, NoiseRules.Shipped);
    }

    [Fact]
    public void A_kapic_is_told_by_its_service_account_and_else_by_its_program_in_each_namespace()
    {
        var found = Found(
            AuditText.Event("1", agent: "billing/2.3", user: "system:serviceaccount:shop:billing", uri: "/apis/batch/v1beta1/cronjobs"),
            AuditText.Event("2", agent: "billing/2.4", user: "system:serviceaccount:shop:billing", second: 1),
            AuditText.Event("3", agent: "kubectl/v1.20 (x)", user: "ann", nameSpace: "a", uri: "/api/v1/namespaces/a/pods", second: 2),
            AuditText.Event("4", agent: "kubectl/v1.21 (x)", user: "bob", nameSpace: "b", uri: "/api/v1/namespaces/b/pods", second: 3),
            AuditText.Event("5", agent: "kubectl/v1.21 (x)", user: "bob", uri: "/api/v1/nodes", second: 4),
            AuditText.Event("6", agent: "kubelet/v1.20", user: "system:node:a", second: 5));

        found.Apps.Select(k => $"{k.Key.Name}|{k.Key.By}|{k.Key.Namespace}|{k.Requests}").ShouldBe(
            ["shop:billing|service account||2", "kubectl|user agent||1", "kubectl|user agent|a|1", "kubectl|user agent|b|1"]);
        found.Noise.ShouldHaveSingleItem().Key.Program.ShouldBe("kubelet");
        var billing = found.Apps[0];
        billing.Agents.ShouldBe(["billing/2.3", "billing/2.4"]);
        (billing.EndingRequests, billing.DeprecatedRequests).ShouldBe((1, 0));
        (billing.Last - billing.First).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_program_that_works_in_many_namespaces_is_one_row()
    {
        var found = Found([.. Enumerable.Range(0, 11).Select(i => AuditText.Event(
            $"{i}", agent: "kubectl/v1", user: "ann", nameSpace: $"n{i}", uri: $"/api/v1/namespaces/n{i}/pods"))]);

        var kubectl = found.Apps.ShouldHaveSingleItem();
        (kubectl.Key.Namespace, kubectl.Namespaces.Length, kubectl.Requests).ShouldBe((null, 11, 11));
    }

    [Fact]
    public void The_one_caller_of_a_version_that_ends_stands_out_of_the_crawlers()
    {
        var counted = Count(Repository.Path("tests/data/field/28-crawlers-on-deprecated/audit.log"));

        var found = FoundKapics.In(counted.Cube, counted.Release, NoiseRules.Shipped);

        var billing = found.Apps.ShouldHaveSingleItem();
        billing.Agents.ShouldBe(["billing/2.3"]);
        (billing.Key.ServiceAccount, billing.EndingRequests).ShouldBe(("shop:billing", 1));
        billing.EndsIn.ShouldBe(new ReleaseVersion(1, 25));
        found.Noise.Sum(k => k.Requests).ShouldBe(12);
    }

    [Theory]
    [MemberData(nameof(RealLog.BundledNames), MemberType = typeof(RealLog))]
    public void All_requests_are_somebodys_and_the_filters_of_each_keep_its_own(string name)
    {
        var log = RealLog.Named(name);
        var counted = Count(log.Path);

        var found = FoundKapics.In(counted.Cube, counted.Release, NoiseRules.Shipped);

        (found.Apps.Sum(k => k.Requests) + found.Noise.Sum(k => k.Requests)).ShouldBe(log.Requests);
        var loud = NoiseRules.Shipped.Match(counted.Cube);
        var quiet = counted.Cube.With([.. counted.Cube.Cells.Where((_, i) => loud[i] is not { IsOfCluster: true })]);
        foreach (var kapic in found.Apps)
        {
            var filter = kapic.Filters.Aggregate(RecordingFilter.All, (all, f) => all.With(f.Field, f.Pattern));
            filter.Apply(quiet, counted.Release).Requests.ShouldBe(kapic.Requests, LoadCommand.For(kapic, ["audit.log"]));
        }
    }

    /// <summary>Counted again from the log's own lines, without a cube.</summary>
    [Fact]
    public void Requests_by_account_are_those_of_the_lines()
    {
        var log = RealLog.Named("app-kubectl-v1.20.2-metadata");
        var counted = Count(log.Path);
        using var lines = new StreamReader(new System.IO.Compression.GZipStream(
            File.OpenRead(log.Path), System.IO.Compression.CompressionMode.Decompress));
        var byAccount = new Dictionary<string, HashSet<string>>();
        while (lines.ReadLine() is { } line)
        {
            var e = JsonDocument.Parse(line).RootElement;
            // In whose name it was done.
            var who = e.TryGetProperty("impersonatedUser", out var other) ? other : e.GetProperty("user");
            var user = who.GetProperty("username").GetString()!;
            if (!user.StartsWith("system:serviceaccount:", StringComparison.Ordinal)) continue;
            var ids = byAccount.TryGetValue(user, out var known) ? known : byAccount[user] = [];
            ids.Add(e.GetProperty("auditID").GetString()!);
        }

        var found = FoundKapics.In(counted.Cube, counted.Release, NoiseRules.None);

        found.Apps.Where(k => k.Key.ServiceAccount.Length > 0)
            .ToDictionary(k => "system:serviceaccount:" + k.Key.ServiceAccount, k => k.Requests)
            .ShouldBe(byAccount.ToDictionary(a => a.Key, a => (long)a.Value.Count), ignoreOrder: true);
    }

    [Theory]
    [InlineData("shop:web", "", null, "load-audit audit.log shop:web --service-account shop:web")]
    [InlineData("", "my app", null, "load-audit audit.log 'my app' --user-agent '/^my\\ app(/|$)/' --service-account '\"\"'")]
    [InlineData("", "it's", "a", @"load-audit audit.log 'it'\''s-a' --user-agent '/^it'\''s(/|$)/' --service-account '""""' --namespace a")]
    [InlineData("", "", "", "load-audit audit.log no-user-agent --user-agent '\"\"' --service-account '\"\"' --namespace '\"\"'")]
    public void Commands_are_ready_for_a_shell(string account, string program, string? nameSpace, string command)
    {
        var kapic = new Kapic(new(account, program, nameSpace), 1, 0) { Agents = [program] };

        LoadCommand.For(kapic, ["audit.log"]).ShouldBe("apisnoop " + command);
        LoadCommand.For(kapic, ["a", "b", "c", "d"]).ShouldStartWith("apisnoop load-audit LOG... ");
    }
}
