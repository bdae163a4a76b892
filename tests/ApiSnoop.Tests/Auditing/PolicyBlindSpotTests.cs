using System.Collections.Immutable;
using ApiSnoop.Auditing;
using ApiSnoop.Auditing.Policies;
using ApiSnoop.Catalog;

namespace ApiSnoop.Tests.Auditing;

public sealed class PolicyBlindSpotTests
{
    static readonly Release s_release = KubernetesCatalog.Shipped.Load(new ReleaseVersion(1, 30));

    [Fact]
    public void A_policy_without_reads_hides_the_reads_of_every_resource()
    {
        var spots = Check("""
            rules:
              - level: None
                verbs: [get, list, watch]
              - level: Metadata
            """);

        spots.ShouldContain(s => s.Kind == BlindSpotKind.NotObserved && s.What == "get, list, watch of every resource", Words(spots));
        spots.ShouldContain(s => s.What == "paths outside of resources, such as /version");
        spots.ShouldNotContain(s => s.What.Contains("create"));
    }

    [Fact]
    public void Resources_that_lack_the_same_verbs_are_told_together()
    {
        var spots = Check("""
            rules:
              - level: None
                resources: [{group: coordination.k8s.io, resources: [leases]}, {group: "", resources: [events]}]
              - level: Metadata
            """);

        spots.Single().What.ShouldBe("everything of events, leases.coordination.k8s.io");
        spots.Single().Kind.ShouldBe(BlindSpotKind.NotObserved);
    }

    [Fact]
    public void A_rule_for_a_resource_does_not_fit_its_parts_but_a_star_behind_it_does()
    {
        Check("rules: [{level: None, resources: [{group: '', resources: [pods]}]}, {level: Metadata}]").Single().What
            .ShouldBe("everything of pods");
        Check("rules: [{level: None, resources: [{group: '', resources: [pods/log]}]}, {level: Metadata}]").Single().What
            .ShouldBe("get of pods/log");
        Check("rules: [{level: None, resources: [{group: '', resources: ['pods/*']}]}, {level: Metadata}]")
            .ShouldContain(s => s.What.Contains("pods/attach"));
        Check("rules: [{level: None, resources: [{group: 'apps', resources: ['*/scale']}]}, {level: Metadata}]").Single().What
            .ShouldBe("everything of deployments/scale.apps, replicasets/scale.apps, statefulsets/scale.apps");
    }

    [Fact]
    public void The_first_rule_that_fits_decides() => Check("""
        rules:
          - {level: Metadata, resources: [{group: "", resources: [secrets]}]}
          - {level: None, resources: [{group: "", resources: [secrets]}]}
          - {level: Metadata}
        """).ShouldBeEmpty();

    [Fact]
    public void What_some_callers_do_is_hidden_in_part()
    {
        var spots = Check("""
            rules:
              - level: None
                users: ["system:kube-proxy"]
                verbs: [watch]
                resources: [{group: "", resources: [endpoints, services]}]
              - level: Metadata
            """);

        spots.Single().Kind.ShouldBe(BlindSpotKind.PartlyObserved);
        spots.Single().What.ShouldBe("watch of endpoints, services by system:kube-proxy");
        spots.Single().Why.ShouldBe("rule 1 leaves it out");
    }

    [Fact]
    public void Who_has_shown_who_he_is_is_everybody() =>
        Check("rules: [{level: Metadata, userGroups: ['system:authenticated']}]").ShouldBeEmpty();

    [Fact]
    public void Without_a_last_rule_the_rest_is_not_logged() => Check("""
        rules:
          - {level: Metadata, namespaces: [shop]}
        """).ShouldContain(s => s.What == "everything but everything in the namespace shop");

    [Fact]
    public void Bodies_are_a_risk() =>
        Check("rules: [{level: RequestResponse}]").Single().ShouldSatisfyAllConditions(
            s => s.Kind.ShouldBe(BlindSpotKind.Risk), s => s.What.ShouldBe("bodies of everything"));

    [Theory]
    [InlineData("ResponseComplete", BlindSpotKind.NotObserved, "how requests ended")]
    [InlineData("ResponseStarted", BlindSpotKind.PartlyObserved, "watches that are still open")]
    [InlineData("Panic", BlindSpotKind.NotObserved, "requests that the server panicked at")]
    public void A_stage_that_is_left_out_hides_something(string stage, BlindSpotKind kind, string what) =>
        Check($"omitStages: [{stage}]\nrules: [{{level: Metadata}}]").Single()
            .ShouldSatisfyAllConditions(s => s.Kind.ShouldBe(kind), s => s.What.ShouldBe(what));

    [Fact]
    public void The_first_stage_tells_nothing_that_is_missed() =>
        Check("omitStages: [RequestReceived]\nrules: [{level: Metadata}]").ShouldBeEmpty();

    [Theory]
    [InlineData("rules: []", "it has no rule, so nothing is logged")]
    [InlineData("rules: [{level: Metadata}, {level: None}]", "it fits every request, so the rules behind it do nothing")]
    [InlineData("rules: [{level: Metdata}]", "there is no level Metdata")]
    [InlineData("omitStages: [Started]\nrules: [{level: Metadata}]", "there is no stage Started")]
    [InlineData("rules: [{level: None, nonResourceURLs: [healthz]}, {level: Metadata}]",
        "healthz starts without a slash, or has a star that is not at its end")]
    [InlineData("rules: [{level: None, resources: [{group: '', resources: [Pod]}]}, {level: Metadata}]",
        "Pod is no resource of the group \"\" in Kubernetes 1.30")]
    [InlineData("rules: [{level: None, namespaces: [a], nonResourceURLs: [/x]}, {level: Metadata}]",
        "a rule is for resources or for nonResourceURLs, not for both")]
    [InlineData("rules: [{level: None, resources: [{group: apps, resourceNames: [x]}]}, {level: Metadata}]",
        "resourceNames need resources")]
    public void A_mistake_is_told(string policy, string why) =>
        Check(policy).ShouldContain(s => s.Kind == BlindSpotKind.Mistake && s.Why == why);

    [Fact]
    public void A_key_that_there_is_not_is_refused_with_its_line() =>
        Should.Throw<InvalidDataException>(() => Check("rules:\n  - level: Metadata\n    user: [a]")).Message
            .ShouldStartWith("policy.yaml:5: there is no key user here; there are level, users, ");

    [Theory]
    [InlineData("""{"kind":"Event","apiVersion":"audit.k8s.io/v1","rules":"Policy"}""")]
    [InlineData("{\"kind\":\"Event\"}\n{\"kind\":\"Event\",\"requestObject\":{\"kind\":\"Policy\",\"rules\":[]}}\n")]
    [InlineData("E1126 10:00:00.000001 1 audit.go:1] no {Policy: [rules\n")]
    public void A_log_is_no_policy(string log) => PolicyFile.Read(log, "a.log").ShouldBeNull();

    [Fact]
    public void A_policy_that_is_no_YAML_is_refused_with_its_line() =>
        Should.Throw<InvalidDataException>(() => PolicyFile.Read("kind: Policy\nrules: [{level: }\n", "policy.yaml")).Message
            .ShouldStartWith("policy.yaml:");

    [Fact]
    public void The_document_of_Talos_holds_a_policy() => PolicyFile.Read("""
        apiVersion: v1alpha1
        kind: KubeAuditPolicyConfig
        configuration:
          apiVersion: audit.k8s.io/v1
          kind: Policy
          rules: [{level: Metadata}]
        """, "talos.yaml")!.Rules.Single().Level.ShouldBe("Metadata");

    static ImmutableArray<BlindSpot> Check(string policy) => PolicyBlindSpots.Of(
        PolicyFile.Read("apiVersion: audit.k8s.io/v1\nkind: Policy\n" + policy, "policy.yaml")!, s_release);

    static string Words(IEnumerable<BlindSpot> spots) => string.Join('\n', spots.Select(s => s.What));
}
