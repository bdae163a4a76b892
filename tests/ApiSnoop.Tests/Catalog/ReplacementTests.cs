using ApiSnoop.Catalog;

namespace ApiSnoop.Tests.Catalog;

public class ReplacementTests
{
    [Theory]
    [InlineData("listPolicyV1beta1NamespacedPodDisruptionBudget", "use policy/v1, served since 1.21")]
    [InlineData("listBatchV1beta1NamespacedCronJob", "use batch/v1, served since 1.21")]
    [InlineData("listBatchV2alpha1NamespacedScheduledJob", "use batch/v1, served since 1.21")]
    [InlineData("listAutoscalingV2beta2NamespacedHorizontalPodAutoscaler", "use autoscaling/v2, served since 1.23")]
    [InlineData("readExtensionsV1beta1NamespacedDeploymentScale", "use apps/v1, served since 1.9")]
    [InlineData("listExtensionsV1beta1NamespacedIngress", "use networking.k8s.io/v1, served since 1.19")]
    [InlineData("readExtensionsV1beta1NamespacedReplicationControllerDummyScale", "use v1, served since 1.7 or earlier")]
    [InlineData("listPolicyV1beta1PodSecurityPolicy", "instead: Pod Security admission, by labels of namespaces, or an admission webhook")]
    [InlineData("listSettingsV1alpha1NamespacedPodPreset", "instead: an admission webhook")]
    public void What_takes_the_place_of_an_operation_is_told_with_the_release_that_serves_it(string operationId, string words) =>
        Replacement.Of(Find(operationId)).ShouldNotBeNull().Words.ShouldBe(words);

    [Theory]
    [InlineData("listCoreV1NamespacedPod")]
    [InlineData("listAutoscalingV1NamespacedHorizontalPodAutoscaler")]
    public void What_is_stable_and_stays_needs_no_replacement(string operationId) => Replacement.Of(Find(operationId)).ShouldBeNull();

    [Fact]
    public void A_beta_that_is_still_served_names_its_stable_version() =>
        Replacement.Of(Find("createAdmissionregistrationV1beta1MutatingAdmissionPolicy")).ShouldNotBeNull()
            .GroupVersion.ShouldBe("admissionregistration.k8s.io/v1");

    [Fact]
    public void Whatever_is_gone_in_the_newest_release_has_a_replacement_or_something_to_use_instead()
    {
        var newest = KubernetesCatalog.Shipped.Load(KubernetesCatalog.Shipped.Newest);

        var unknown = KubernetesCatalog.Shipped.Versions.SelectMany(v => KubernetesCatalog.Shipped.Load(v).Operations)
            .Where(o => !o.Deprecated && newest.Find(o.Id) is null && Gone(o, newest)).DistinctBy(o => o.Id)
            .Where(o => Replacement.Of(o) is null).Select(o => o.Id);

        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void A_replacement_that_is_an_operation_is_served_by_the_newest_release()
    {
        var newest = KubernetesCatalog.Shipped.Load(KubernetesCatalog.Shipped.Newest);

        KubernetesCatalog.Shipped.Load(new ReleaseVersion(1, 15)).Operations.Select(Replacement.Of).OfType<Replacement>()
            .Where(r => r.Operation is not null).ShouldAllBe(r => newest.Find(r.Operation!.Id) != null);
    }

    [Theory]
    [InlineData("/apis/", true)]
    [InlineData("/apis/policy/", true)]
    [InlineData("/apis/policy/v1beta1/", true)]
    [InlineData("/api/v1/", true)]
    [InlineData("/version/", true)]
    [InlineData("/openapi/v2", true)]
    [InlineData("/readyz", true)]
    [InlineData("/api/v1/nodes", false)]
    [InlineData("/apis/policy/v1beta1/poddisruptionbudgets", false)]
    [InlineData("/openid/v1/jwks/", false)]
    [InlineData("/logs/", false)]
    public void Discovery_is_what_every_client_walks_through(string path, bool isDiscovery) =>
        Discovery.Is(new Operation { Id = "x", Method = ApiMethod.Get, Path = path }).ShouldBe(isDiscovery);

    /// <summary>Gone for good: some ids changed their spelling while the path stayed.</summary>
    static bool Gone(Operation operation, Release newest) =>
        !newest.Operations.Any(o => o.Method == operation.Method && o.Path.TrimEnd('/') == operation.Path.TrimEnd('/'));

    static Operation Find(string operationId) => KubernetesCatalog.Shipped.Versions.Reverse()
        .Select(v => KubernetesCatalog.Shipped.Load(v).Find(operationId)).OfType<Operation>().First();
}
