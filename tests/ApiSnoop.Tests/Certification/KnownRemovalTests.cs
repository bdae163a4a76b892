using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Rules;

namespace ApiSnoop.Tests.Certification;

/// <summary>Removals that Kubernetes announced: the release, what replaces it, and since when that is served.</summary>
/// <remarks>Source: the deprecation guide of Kubernetes and its change logs.</remarks>
public sealed class KnownRemovalTests : Judged
{
    static readonly KubernetesCatalog s_catalog = KubernetesCatalog.Shipped;

    [Theory]
    [InlineData("/apis/extensions/v1beta1/ingresses", "1.22", "networking.k8s.io/v1", "1.19")]
    [InlineData("/apis/extensions/v1beta1/deployments", "1.16", "apps/v1", "1.9")]
    [InlineData("/apis/extensions/v1beta1/daemonsets", "1.16", "apps/v1", "1.9")]
    [InlineData("/apis/extensions/v1beta1/replicasets", "1.16", "apps/v1", "1.9")]
    [InlineData("/apis/extensions/v1beta1/networkpolicies", "1.16", "networking.k8s.io/v1", "1.7")]
    [InlineData("/apis/extensions/v1beta1/podsecuritypolicies", "1.16", "", "")]
    [InlineData("/apis/apps/v1beta1/statefulsets", "1.16", "apps/v1", "1.9")]
    [InlineData("/apis/apps/v1beta2/statefulsets", "1.16", "apps/v1", "1.9")]
    [InlineData("/apis/networking.k8s.io/v1beta1/ingresses", "1.22", "networking.k8s.io/v1", "1.19")]
    [InlineData(
        "/apis/admissionregistration.k8s.io/v1beta1/mutatingwebhookconfigurations", "1.22", "admissionregistration.k8s.io/v1", "1.16")]
    [InlineData("/apis/apiextensions.k8s.io/v1beta1/customresourcedefinitions", "1.22", "apiextensions.k8s.io/v1", "1.16")]
    [InlineData("/apis/apiregistration.k8s.io/v1beta1/apiservices", "1.22", "apiregistration.k8s.io/v1", "1.10")]
    [InlineData("/apis/certificates.k8s.io/v1beta1/certificatesigningrequests", "1.22", "certificates.k8s.io/v1", "1.19")]
    [InlineData("/apis/coordination.k8s.io/v1beta1/leases", "1.22", "coordination.k8s.io/v1", "1.14")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1beta1/clusterroles", "1.22", "rbac.authorization.k8s.io/v1", "1.8")]
    [InlineData("/apis/scheduling.k8s.io/v1beta1/priorityclasses", "1.22", "scheduling.k8s.io/v1", "1.14")]
    [InlineData("/apis/storage.k8s.io/v1beta1/csidrivers", "1.22", "storage.k8s.io/v1", "1.18")]
    [InlineData("/apis/storage.k8s.io/v1beta1/storageclasses", "1.22", "storage.k8s.io/v1", "1.7")]
    [InlineData("/apis/policy/v1beta1/poddisruptionbudgets", "1.25", "policy/v1", "1.21")]
    [InlineData("/apis/policy/v1beta1/podsecuritypolicies", "1.25", "", "")]
    [InlineData("/apis/batch/v1beta1/cronjobs", "1.25", "batch/v1", "1.21")]
    [InlineData("/apis/discovery.k8s.io/v1beta1/endpointslices", "1.25", "discovery.k8s.io/v1", "1.21")]
    [InlineData("/apis/events.k8s.io/v1beta1/events", "1.25", "events.k8s.io/v1", "1.19")]
    [InlineData("/apis/node.k8s.io/v1beta1/runtimeclasses", "1.25", "node.k8s.io/v1", "1.20")]
    [InlineData("/apis/autoscaling/v2beta1/horizontalpodautoscalers", "1.25", "autoscaling/v2", "1.23")]
    [InlineData("/apis/autoscaling/v2beta2/horizontalpodautoscalers", "1.26", "autoscaling/v2", "1.23")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1beta1/flowschemas", "1.26", "flowcontrol.apiserver.k8s.io/v1", "1.29")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1beta2/flowschemas", "1.29", "flowcontrol.apiserver.k8s.io/v1", "1.29")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas", "1.32", "flowcontrol.apiserver.k8s.io/v1", "1.29")]
    [InlineData("/apis/storage.k8s.io/v1beta1/csistoragecapacities", "1.27", "storage.k8s.io/v1", "1.24")]
    public void A_removal_is_told_with_its_release_and_what_replaces_it(string path, string gone, string replacement, string since)
    {
        var end = ReleaseVersion.TryParse(gone, out var v) ? v : throw new FormatException(gone);
        var operation = ListAt(path, new ReleaseVersion(1, end.Minor - 1));
        var verdict = Judge(Load($"1.{end.Minor - 1}", Call(path, "list")), target: gone);

        var used = verdict.Operations.Single();
        (used.Operation.Id, used.Guarantee.EndsIn.ToString()).ShouldBe((operation.Id, gone));
        // Of what ended in 1.16 the documents still tell in 1.17; the table knows better.
        used.Guarantee.By.ShouldBe(gone == "1.16" ? Basis.Table : Basis.Catalog);
        used.Deprecation.Disagreement.ShouldBe(gone == "1.16" ? "table says 1.16, catalog says 1.18" : "");
        verdict.Kind.ShouldBe(VerdictKind.Gone);
        var instead = Replacement.Of(operation).ShouldNotBeNull();
        (instead.GroupVersion, instead.Since?.ToString() ?? "").ShouldBe((replacement, since));
        if (replacement.Length == 0) instead.Instead.ShouldContain("Pod Security admission");
    }

    [Fact]
    public void Whatever_beta_or_alpha_the_catalog_saw_go_is_told_with_its_release()
    {
        foreach (var (before, after) in s_catalog.Versions.Zip(s_catalog.Versions.Skip(1)))
        {
            var there = s_catalog.Load(after);
            foreach (var operation in s_catalog.Load(before).Operations.Where(o => there.Find(o.Id) is null && !Discovery.Is(o)))
                RuleBook.Shipped.GuaranteeOf(operation, before, s_catalog).EndsIn.ShouldBe(after, operation.Id);
        }
    }

    static Operation ListAt(string path, ReleaseVersion release) =>
        s_catalog.Load(release).Operations.Single(o => o.Path == path && o.Action == "list");
}
