using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Filtering;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Tests.Certification;

public sealed class VerdictTests : Judged
{
    const string Pods = "/api/v1/namespaces/shop/pods";
    const string CronJobs = "/apis/batch/v1beta1/namespaces/shop/cronjobs";
    const string Budgets = "/apis/policy/v1beta1/namespaces/shop/poddisruptionbudgets";

    [Fact]
    public void An_app_on_stable_APIs_is_certified_for_every_1_x()
    {
        var verdict = Judge(Load(
            "1.20", Call(Pods, "list"), Call("/apis/apps/v1/deployments", "list"), Call("/version"), Call("/apis/batch/v1beta1")));

        verdict.Kind.ShouldBe(VerdictKind.Certified);
        (verdict.Level, verdict.Until, verdict.Target.ToString()).ShouldBe((Level.Stable, null, "1.21"));
        verdict.Count(Level.Stable).ShouldBe(2, "discovery does not count");
        verdict.InUse.ShouldAllBe(o => o.Guarantee.Kind == GuaranteeKind.Kept && o.Guarantee.Rule.Id == "AS-006");
    }

    [Fact]
    public void The_worst_API_is_the_level_and_the_greatest_verdict_counts()
    {
        var app = Load("1.20", Call(Pods, "list"), Call(CronJobs, "list"));

        Judge(app).ShouldSatisfyAllConditions(
            v => v.Level.ShouldBe(Level.Beta),
            v => v.Kind.ShouldBe(VerdictKind.Ends),
            v => v.Findings.Select(f => f.Rule).ShouldBe(["AS-011", "AS-010"]),
            v => v.Until.ToString().ShouldBe("1.25"));
        Judge(app, require: Level.Beta).Findings.Select(f => f.Rule).ShouldBe(["AS-011"]);
        Judge(app, "1.24").Kind.ShouldBe(VerdictKind.Ends);
        Judge(app, "1.25").Findings.Select(f => f.Rule).ShouldBe(["AS-012", "AS-010"]);
        Judge(app, "latest").Kind.ShouldBe(VerdictKind.Gone);
    }

    [Fact]
    public void A_level_that_is_too_low_is_told_where_nothing_ends()
    {
        var app = Load("1.20", Call(Pods, "list"), Call(CronJobs, "list"));

        Judge(app, ignore: "AS-002").ShouldSatisfyAllConditions(
            v => v.Kind.ShouldBe(VerdictKind.Certified),
            v => v.Ignored.Single().Words.ShouldBe("--ignore AS-002 hid 2 findings"),
            v => v.Until.ToString().ShouldBe("1.25", "what is ignored ends all the same"));
        Judge(app, ignore: "AS-011").Kind.ShouldBe(VerdictKind.BelowLevel);
        Judge(app, ignore: "AS-010").Kind.ShouldBe(VerdictKind.Ends);
    }

    [Fact]
    public void What_is_ignored_is_told_with_what_it_hid()
    {
        var app = Load("1.20", Call(Pods, "list"), Call(CronJobs, "list"), Call(CronJobs, "list", agent: "old/1"));

        Judge(app, ignore: "listBatchV1beta1NamespacedCronJob").Ignored.Single().Words
            .ShouldBe("--ignore listBatchV1beta1NamespacedCronJob hid 2 requests");
        Judge(app, ignore: ["old/*", "nobody"]).ShouldSatisfyAllConditions(
            v => v.Ignored.Select(i => i.Words).ShouldBe(["--ignore old/* hid 1 request", "--ignore nobody hid nothing"]),
            v => v.Kind.ShouldBe(VerdictKind.Ends));
        Should.Throw<FormatException>(() => IgnoreTerm.Parse("AS-099")).Message.ShouldContain("There are AS-001 to AS-016");
    }

    [Fact]
    public void A_target_that_is_not_known_yet_is_judged_by_the_rules_alone()
    {
        var newest = KubernetesCatalog.Shipped.Newest.ToString();
        var stable = Judge(Load(newest, Call(Pods, "list")));
        var alpha = Judge(Load(newest, Call("/apis/internal.apiserver.k8s.io/v1alpha1/storageversions", "list")), require: Level.Alpha);

        (stable.Kind, stable.Target.ToString(), stable.TargetIsKnown).ShouldBe((VerdictKind.Certified, "1.37", false));
        alpha.Kind.ShouldBe(VerdictKind.Gone);
        alpha.Findings.Single().Message.ShouldStartWith("may be gone in 1.37 (policy), and 1.37 is the target");
    }

    [Theory]
    [InlineData("get", 404, UseKind.Attempted)]
    [InlineData("delete", 404, UseKind.Attempted)]
    [InlineData("get", 403, UseKind.InUse)]
    [InlineData("delete", 200, UseKind.InUse)]
    [InlineData("update", 404, UseKind.InUse)]
    public void What_was_only_tried_in_vain_is_not_held_against_the_app(string verb, int code, UseKind use)
    {
        var verdict = Judge(Load("1.20", Call(Pods, "list"), Call(Budgets + "/a", verb, code)));

        verdict.Operations.Single(o => o.Operation.Level == Level.Beta).Use.ShouldBe(use);
        verdict.Kind.ShouldBe(use == UseKind.Attempted ? VerdictKind.Certified : VerdictKind.Ends);
    }

    [Fact]
    public void What_the_app_writes_elsewhere_was_not_tried_in_vain()
    {
        var writes = Judge(Load("1.20", Call(Budgets + "/a", "get", 404), Call(Budgets, "create", 201)));
        var other = Judge(Load("1.20", Call(Budgets + "/a", "get", 404), Call(Budgets + "/a", "get", 404), Call(CronJobs, "create", 201)));

        writes.Operations.ShouldAllBe(o => o.Use == UseKind.InUse);
        other.Operations.Count(o => o.Use == UseKind.Attempted).ShouldBe(1);
    }

    [Fact]
    public void A_version_that_is_gone_already_counts_unless_it_was_only_tried()
    {
        var cleanUp = Judge(Load("1.25", Call(Pods, "list"), Call(Budgets + "/x", "delete", 404)));
        var wanted = Judge(Load("1.25", Call(Pods, "list"), Call(Budgets, "create", 404)));
        var served = Judge(Load("1.25", Call(Pods, "list"), Call(Budgets, "create", 201)));

        cleanUp.Kind.ShouldBe(VerdictKind.Certified);
        cleanUp.Foreign.Single().Use.ShouldBe(UseKind.Attempted);
        wanted.Kind.ShouldBe(VerdictKind.Gone);
        wanted.Until.ToString().ShouldBe("1.25");
        served.Kind.ShouldBe(VerdictKind.Gone, "the server has it, and the target does not");
    }

    [Fact]
    public void Custom_resources_and_aggregated_APIs_are_shown_with_whose_they_are()
    {
        var verdict = Judge(Load(
            "1.20", Call(Pods, "list"), Call("/apis/example.org/v1/namespaces/shop/widgets", "list"),
            Call("/apis/metrics.k8s.io/v1beta1/nodes", "list")));

        verdict.Kind.ShouldBe(VerdictKind.Certified);
        verdict.Foreign.Select(f => f.Name).ShouldBe(["example.org/v1 widgets", "metrics.k8s.io/v1beta1 nodes"]);
        verdict.Foreign.SelectMany(f => f.Clients).ShouldAllBe(c => c.Agent == "shop/1.0");
    }

    /// <summary>As where nothing in a log names its release, and the newest is taken.</summary>
    [Theory]
    [InlineData("/apis/extensions/v1beta1/namespaces/shop/ingresses", "extensions/v1beta1 ingresses", "1.22")]
    [InlineData("/apis/batch/v1beta1/cronjobs", "batch/v1beta1 cronjobs", "1.25")]
    [InlineData("/apis/policy/v1beta1/podsecuritypolicies/restricted", "policy/v1beta1 podsecuritypolicies", "1.25")]
    [InlineData("/apis/networking.k8s.io/v1/namespaces/a/networkpolicies/b/status", "networking.k8s.io/v1 networkpolicies/status", "1.28")]
    public void What_older_releases_had_is_gone_though_the_server_answered_it(string uri, string name, string goneIn)
    {
        foreach (var code in (int[])[200, 403])
        {
            var verdict = Judge(Load("1.36", Call(Pods, "list"), Call(uri, code: code)));

            verdict.Kind.ShouldBe(VerdictKind.Gone);
            (verdict.Findings.Single().Name, verdict.Until.ToString(), verdict.Range).ShouldBe((name, goneIn, null));
            verdict.Findings.Single().Message.ShouldContain(code == 200 ? "load it with --release" : "asks for it all the same");
            CertificationMatrix.Releases.Where(r => CertificationMatrix.StateOf(verdict, r) == "breaks").Min().ToString().ShouldBe(goneIn);
        }
    }

    [Fact]
    public void What_only_later_releases_have_is_not_gone()
    {
        var verdict = Judge(Load("1.20", Call(Pods, "list"), Call("/apis/policy/v1/poddisruptionbudgets", "list")));

        (verdict.Kind, verdict.Foreign.Single().IsGone).ShouldBe((VerdictKind.Certified, false));
    }

    [Fact]
    public void Proxies_count_for_no_level_and_no_rule_covers_them()
    {
        var verdict = Judge(Load("1.20", Call(Pods, "list"), Call("/api/v1/namespaces/shop/services/web/proxy/metrics")));

        var proxy = verdict.Operations.Single(o => o.Operation.Path.Contains("proxy"));
        (proxy.Use, proxy.CountsForLevel, proxy.Guarantee.Rule.Id, proxy.Guarantee.Kind)
            .ShouldBe((UseKind.InUse, false, "AS-003", GuaranteeKind.None));
        verdict.Count(Level.Stable).ShouldBe(1);
    }

    [Fact]
    public void Deprecated_without_an_end_is_shown_and_costs_nothing()
    {
        var verdict = Judge(Load("1.33", Call("/api/v1/namespaces/shop/endpoints/web", deprecated: true)));

        verdict.Kind.ShouldBe(VerdictKind.Certified);
        var risk = verdict.Risks.Single();
        (risk.Deprecation.By, risk.Deprecation.Since.ToString()).ShouldBe(("server, table", "1.33"));
        Judge(Load("1.32", Call("/api/v1/namespaces/shop/endpoints/web"))).Risks.ShouldBeEmpty("nobody calls it deprecated in 1.32");
    }

    [Fact]
    public void An_end_beyond_the_catalog_that_the_server_names_is_one()
    {
        var verdict = Judge(Load("1.36", Call("/api/v1/namespaces/shop/endpoints/web", removed: "1.40")));

        verdict.Kind.ShouldBe(VerdictKind.Ends);
        verdict.Findings.Single().Message.ShouldStartWith("gone in 1.40 (server)");
        (verdict.Until.ToString(), verdict.Risks.Single().Guarantee.Rule.Id).ShouldBe(("1.40", "AS-009"));
    }

    [Fact]
    public void Where_they_disagree_the_catalog_is_right_and_both_are_told()
    {
        Judge(Load("1.20", Call(CronJobs, "list", removed: "1.23"))).Risks.Single().ShouldSatisfyAllConditions(
            r => r.Guarantee.EndsIn.ToString().ShouldBe("1.25"),
            r => r.Deprecation.Disagreement.ShouldBe("server says 1.23, table says 1.25, catalog says 1.25"));
        Judge(Load("1.20", Call(Pods, "list", removed: "1.22"))).ShouldSatisfyAllConditions(
            v => v.Kind.ShouldBe(VerdictKind.Certified),
            v => v.Risks.Single().Deprecation.Disagreement.ShouldBe("server says 1.22, and 1.36 still has it"));
        Judge(Load("1.20", Call(CronJobs, "list", removed: "1.25"))).Risks.Single().Deprecation.Disagreement.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_request_that_succeeded_there_is_no_verdict()
    {
        Judge(Load("1.20", Call(Pods, "list", 403))).ShouldSatisfyAllConditions(
            v => v.Kind.ShouldBe(VerdictKind.NotEnoughSeen),
            v => v.Problem.ShouldBe("no request to anything that it uses was answered with success"));
        Judge(Load("1.20", Call("/version"))).Kind.ShouldBe(VerdictKind.NotEnoughSeen, "discovery is not use");
        Judge(Load("1.20", Call(Pods, "list", null, stage: "RequestReceived"))).Problem!.ShouldContain("nothing but RequestReceived");
        Judge(Load("1.20", Call(CronJobs, "list", 403))).Kind.ShouldBe(VerdictKind.Ends, "what was seen counts all the same");
    }

    [Fact]
    public void More_can_be_asked_for()
    {
        var app = Load("1.20", Call(Pods, "list"), Call(Pods, "list"), Call(Pods, "list"));

        AppVerdict.Of(app, new() { MinRequests = 3, MinSpan = TimeSpan.FromSeconds(2) }).Kind.ShouldBe(VerdictKind.Certified);
        AppVerdict.Of(app, new() { MinRequests = 4 }).Problem.ShouldBe("3 requests were seen, and --min-requests asks for 4");
        AppVerdict.Of(app, new() { MinSpan = TimeSpan.FromSeconds(3) }).Problem
            .ShouldBe("the requests span 2 s, and --min-span asks for 3 s");
    }

    [Fact]
    public void A_scanner_is_noise_unless_it_is_all_that_was_recorded()
    {
        var beside = Judge(Load("1.20", Call(Pods, "list"), Call(CronJobs, "list", agent: "kubent/0.7.1")));
        var alone = Judge(Load("1.20", Call(CronJobs, "list", agent: "velero-server/v1")));

        beside.Kind.ShouldBe(VerdictKind.Certified);
        beside.Noise.Single().ShouldSatisfyAllConditions(n => n.Requests.ShouldBe(1), n => n.AtRisk.ShouldBe(1));
        alone.Kind.ShouldBe(VerdictKind.Ends);
    }

    [Fact]
    public void The_greatest_verdict_ends_the_command_and_no_verdict_only_where_there_is_none_of_them()
    {
        static VerdictKind Worst(params VerdictKind[] kinds) => VerdictText.Worst(kinds);

        Worst(VerdictKind.Certified, VerdictKind.Gone, VerdictKind.BelowLevel).ShouldBe(VerdictKind.Gone);
        Worst(VerdictKind.NotEnoughSeen, VerdictKind.BelowLevel).ShouldBe(VerdictKind.BelowLevel);
        Worst(VerdictKind.NotEnoughSeen, VerdictKind.Certified).ShouldBe(VerdictKind.NotEnoughSeen);
        Worst(VerdictKind.Certified).ShouldBe(VerdictKind.Certified);
    }

    [Fact]
    public void Of_the_crawlers_log_one_call_is_at_risk()
    {
        var verdict = Judge(LoadFile(Repository.Path("tests/data/field/28-crawlers-on-deprecated/audit.log")));

        var risk = verdict.Risks.Single();
        (risk.Operation.Id, risk.Requests).ShouldBe(("listBatchV1beta1NamespacedCronJob", 1));
        risk.Clients.Single().ShouldBe(new Client("billing/2.3", "system:serviceaccount:shop:billing", 1, risk.Last));
        verdict.Noise.Sum(n => n.AtRisk).ShouldBe(11);
        verdict.Kind.ShouldBe(VerdictKind.Ends);
    }

    [Fact]
    public void Kubectl_ends_for_1_22_and_is_gone_for_1_25()
    {
        var app = LoadFile(
            Repository.Path("tests/data/logs/app-kubectl-v1.20.2-metadata.log.gz"),
            filter: new() { UserAgents = [TextPattern.Parse("kubectl/*", prose: true)] });

        ((int)Judge(app, "1.22").Kind).ShouldBe(11);
        ((int)Judge(app, "1.25").Kind).ShouldBe(12);
        SlowCount.Of(Repository.Path("tests/data/logs/app-kubectl-v1.20.2-metadata.log.gz"), "kubectl/").ShouldBe(
            (Judge(app).Count(Level.Stable), Judge(app).Count(Level.Beta), Judge(app).Counted.Sum(o => o.Requests)));
    }

    [Fact]
    public void The_demo_app_is_certified()
    {
        var app = LoadFile(
            Repository.Path("data/demo/demo-app-v1.20.2.log.gz"),
            filter: new() { Users = [TextPattern.Parse("system:serviceaccount:demo-app:demo-app", prose: false)] });

        Judge(app).ShouldSatisfyAllConditions(v => v.Kind.ShouldBe(VerdictKind.Certified), v => v.Until.ShouldBeNull());
    }
}
