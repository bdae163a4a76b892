using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Loading;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Insights;

public sealed class NoiseRulesTests : LogFolderFixture
{
    const string Controllers = "kube-controller-manager/v1.30.0 (linux/amd64) kubernetes/7c48c2b/";

    [Theory]
    [InlineData("kubelet/v1.30.0 (linux/amd64) kubernetes/7c48c2b", "system:node:worker-1", NoiseKind.Component)]
    [InlineData("k3s/v1.30.0+k3s1 (linux/amd64) kubernetes/7c48c2b", "system:kube-scheduler", NoiseKind.Component)]
    [InlineData(Controllers + "leader-election", "system:kube-controller-manager", NoiseKind.Component)]
    [InlineData(Controllers + "system:serviceaccount:kube-system:generic-garbage-collector",
        "system:serviceaccount:kube-system:generic-garbage-collector", NoiseKind.Crawler)]
    [InlineData("", "system:serviceaccount:kube-system:namespace-controller", NoiseKind.Crawler)]
    [InlineData("kube-probe/1.30", "system:anonymous", NoiseKind.Probe)]
    [InlineData("velero-server/v1.14.0 (linux/amd64) 8afe3cea8b", "system:serviceaccount:velero:velero", NoiseKind.Tool)]
    public void Noise_is_told_by_who_sends_it(string agent, string user, NoiseKind kind) =>
        NoiseRules.Shipped.Match(agent, user).ShouldNotBeNull().Kind.ShouldBe(kind);

    [Theory]
    [InlineData("billing/2.3", "system:serviceaccount:shop:billing")]
    [InlineData("controller/v1.0 (linux/amd64) kubernetes/$Format/leader-election", "system:serviceaccount:shop:billing")]
    [InlineData("kubectl/v1.30.0 (linux/amd64) kubernetes/7c48c2b", "system:admin")]
    [InlineData("curl/8.5.0", "system:anonymous")]
    [InlineData("aws-load-balancer-controller/v2.8", "system:serviceaccount:kube-system:aws-load-balancer-controller")]
    [InlineData("", "")]
    public void What_may_be_an_app_is_no_noise(string agent, string user) => NoiseRules.Shipped.Match(agent, user).ShouldBeNull();

    [Fact]
    public void Of_the_rules_that_fit_the_last_one_decides_so_a_stores_file_adds_and_takes_away()
    {
        Write(NoiseRules.FileName, "# ours\nsync/*\n-kubelet/*\ntool\t\tsystem:serviceaccount:ops:*\tour scripts\r\n");
        var file = Write("mine.tsv", "-\t\tsystem:serviceaccount:ops:keep\n");

        var rules = NoiseRules.InForce(Folder, file);

        rules.Match("sync/1.0", "ann").ShouldNotBeNull().Kind.ShouldBe(NoiseKind.Component);
        rules.Match("kubelet/v1.30.0", "system:node:a").ShouldBeNull();
        rules.Match("bash", "system:serviceaccount:ops:clean").ShouldNotBeNull().What.ShouldBe("our scripts");
        rules.Match("bash", "system:serviceaccount:ops:keep").ShouldBeNull();
        rules.ToTable().Rows.Select(r => r[^1]).Distinct().ShouldBe(["shipped", Path.Combine(Folder, "noise.tsv"), file]);
    }

    [Theory]
    [InlineData("noisy\tx/*", "noise.tsv:1: 'noisy' is no kind of noise: use none, component, probe, crawler, tool.")]
    [InlineData("# a\n\ntool\t\t\tnobody", "noise.tsv:3: a rule names a user agent or a user.")]
    [InlineData("tool\ta\tb\tc\td", "noise.tsv:1: a rule has four cells: kind, user agent, user, and whom it is about.")]
    [InlineData("tool\t-a", "noise.tsv:1: '-a': the - belongs before the line.")]
    [InlineData("tool\t/(/", "noise.tsv:1: '/(/' is not a regular expression that can be used here")]
    public void A_line_that_is_no_rule_is_named(string text, string problem)
    {
        var path = Write(NoiseRules.FileName, text);

        var message = Should.Throw<FormatException>(() => NoiseRules.InForce(Folder)).Message;

        message.ShouldStartWith(Path.GetDirectoryName(path)! + Path.DirectorySeparatorChar + problem);
    }

    /// <summary>Who is left, by eye, is no part of a cluster.</summary>
    [Theory]
    [InlineData("app-demo-app-v1.20.2-requestresponse", "(none), demo-app, kubectl")]
    [InlineData("app-kubectl-v1.20.2-metadata", "curl, curl-through-proxy, kubectl")]
    [InlineData("app-node-client-0.22-requestresponse", "(none)")]
    [InlineData("e2e-v1.20.2", "Go-http-client, agnhost, e2e.test, kubectl, mini-dns, sample-apiserver")]
    public void In_real_logs_what_remains_are_programs_that_somebody_ran(string name, string programs)
    {
        var log = RealLog.Named(name);
        var counted = AuditLoad.Count(
            new LoadRequest { App = "x", Inputs = [log.Path] }, new LoadProgress(), TimeProvider.System,
            TestContext.Current.CancellationToken);

        var left = NoiseRules.Shipped.Without(counted.Cube);

        string.Join(", ", left.Cells.Select(c => left.Agents[c.Agent].Split('/')[0]).Select(a => a.Length == 0 ? "(none)" : a).Distinct()
            .Order(StringComparer.Ordinal)).ShouldBe(programs);
    }

    [Fact]
    public void A_glob_that_is_a_beginning_means_the_same_as_any_other()
    {
        foreach (var text in new[] { "", "a", "ab", "abc", "b", "aab" })
            TextPattern.Parse("ab*", prose: false).Matches(text).ShouldBe(TextPattern.Parse("/^ab.*$/", prose: false).Matches(text), text);
    }
}
