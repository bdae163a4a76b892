using ApiSnoop.Catalog;

namespace ApiSnoop.Tests.Catalog;

public class KnownAnswers
{
    static readonly Release V120 = KubernetesCatalog.Shipped.Load(new(1, 20));

    [Fact]
    public void The_facts_cover_1_7_to_1_36()
    {
        KubernetesCatalog.Shipped.Versions.ShouldBe(Enumerable.Range(7, 30).Select(minor => new ReleaseVersion(1, minor)));
        KubernetesCatalog.Shipped.Newest.ShouldBe(new(1, 36));
    }

    [Fact]
    public void Release_1_20_has_541_paths_and_1063_operations_of_which_201_are_deprecated()
    {
        V120.Operations.Select(o => o.Path).Distinct().Count().ShouldBe(541);
        V120.Operations.Length.ShouldBe(1063);
        V120.Operations.Count(o => o.Deprecated).ShouldBe(201);
        V120.Sources.ShouldHaveSingleItem().Paths.ShouldBe(541);
    }

    [Fact]
    public void The_published_way_counts_493_stable_270_beta_and_99_alpha()
    {
        Count(o => Stability.PublishedLevel(o, V120.Version)).ShouldBe((493, 270, 99));
        AllOperations(o => Stability.PublishedLevel(o, V120.Version)).ShouldBe((602, 337, 124));
    }

    [Fact]
    public void Our_count_differs_by_the_indexes_of_groups_without_a_stable_version_and_the_two_openid_operations()
    {
        // Published: the text of an index's path has no version, so all are called stable; the OpenID pair was set to beta
        // by hand although the paths are stable. Ours: five indexes move down, two operations move up.
        Count(o => o.Level).ShouldBe((490, 272, 100));
        var different = V120.Operations.Where(o => o.Level != Stability.PublishedLevel(o, V120.Version)).ToList();
        different.ToDictionary(o => o.Id, o => o.Level).ShouldBe(new Dictionary<string, Level>
        {
            ["getDiscoveryAPIGroup"] = Level.Beta,
            ["getExtensionsAPIGroup"] = Level.Beta,
            ["getFlowcontrolApiserverAPIGroup"] = Level.Beta,
            ["getInternalApiserverAPIGroup"] = Level.Alpha,
            ["getPolicyAPIGroup"] = Level.Beta,
            ["getServiceAccountIssuerOpenIDConfiguration"] = Level.Stable,
            ["getServiceAccountIssuerOpenIDKeyset"] = Level.Stable,
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("1.20", Level.Beta)]
    [InlineData("1.21", Level.Stable)]
    public void The_index_of_the_discovery_group_is_as_stable_as_its_best_version(string release, Level level)
    {
        var index = Load(release).Find("getDiscoveryAPIGroup").ShouldNotBeNull();
        index.Path.ShouldBe("/apis/discovery.k8s.io/");
        index.Level.ShouldBe(level);
        Stability.PublishedLevel(index, Load(release).Version).ShouldBe(Level.Stable);
    }

    [Fact]
    public void An_operation_has_all_its_facts()
    {
        var list = V120.Find("listAppsV1NamespacedDeployment").ShouldNotBeNull();
        (list.Method, list.Path, list.Group, list.Version, list.Kind, list.Action, list.Category, list.Level, list.Deprecated).ShouldBe(
            (ApiMethod.Get, "/apis/apps/v1/namespaces/{namespace}/deployments", "apps", "v1", "Deployment", "list", "apps", Level.Stable,
                false));
        list.QueryParameters.ShouldBe([
            "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "pretty", "resourceVersion",
            "resourceVersionMatch", "timeoutSeconds", "watch"]);
    }

    [Fact]
    public void A_subresource_with_a_foreign_kind_belongs_to_the_group_and_version_of_its_path()
    {
        var eviction = V120.Find("createCoreV1NamespacedPodEviction").ShouldNotBeNull();
        (eviction.Group, eviction.Version, eviction.Kind, eviction.Level).ShouldBe(("", "v1", "Eviction", Level.Stable));
    }

    [Fact]
    public void The_history_of_an_operation_knows_its_first_and_last_release()
    {
        var ingress = KubernetesCatalog.Shipped.History("listExtensionsV1beta1NamespacedIngress").ShouldNotBeNull();
        ingress.First.ShouldBe(new(1, 7));
        ingress.RemovedIn.ShouldBe(new ReleaseVersion(1, 22));
        ingress.DeprecatedSince.ShouldBeNull();
        var watch = KubernetesCatalog.Shipped.History("watchCoreV1PodListForAllNamespaces").ShouldNotBeNull();
        watch.DeprecatedSince.ShouldBe(new ReleaseVersion(1, 12));
        watch.RemovedIn.ShouldBeNull();
        watch.BackIn.ShouldBeNull();
        KubernetesCatalog.Shipped.History("noSuchOperation").ShouldBeNull();
    }

    [Fact]
    public void An_operation_that_was_gone_for_a_while_is_removed_for_those_who_used_it_before()
    {
        var index = KubernetesCatalog.Shipped.History("getCoordinationV1beta1APIResources").ShouldNotBeNull();

        index.RemovedIn.ShouldBe(new ReleaseVersion(1, 22));
        index.BackIn.ShouldBe(new ReleaseVersion(1, 33));
        index.RemovedAfter(new ReleaseVersion(1, 20)).ShouldBe(new ReleaseVersion(1, 22));
        index.RemovedAfter(new ReleaseVersion(1, 33)).ShouldBeNull();
    }

    [Fact]
    public void The_groups_are_those_of_all_operations_of_all_releases() =>
        KubernetesCatalog.Shipped.Groups.ShouldBe(
            KubernetesCatalog.Shipped.Versions.SelectMany(v => KubernetesCatalog.Shipped.Load(v).Operations).Select(o => o.Group)
                .Where(g => g.Length > 0).Distinct(),
            ignoreOrder: true);

    [Fact]
    public void The_nearest_release_is_clamped_to_what_is_known()
    {
        var catalog = KubernetesCatalog.Shipped;
        catalog.Nearest(new(1, 5)).ShouldBe(new(1, 7));
        catalog.Nearest(new(1, 20)).ShouldBe(new(1, 20));
        catalog.Nearest(new(1, 99)).ShouldBe(new(1, 36));
        Should.Throw<ArgumentOutOfRangeException>(() => catalog.Load(new(1, 99))).Message.ShouldContain("1.7 to 1.36");
    }

    [Fact]
    public void Between_1_20_and_1_21_cron_jobs_and_disruption_budgets_are_promoted()
    {
        var diff = CatalogDiff.Between(V120, Load("1.21"));
        diff.Added.Length.ShouldBe(66);
        diff.Removed.Length.ShouldBe(40);
        diff.Promoted.ShouldContain(p => p.From.Id == "listBatchV1beta1NamespacedCronJob" && p.To.Id == "listBatchV1NamespacedCronJob");
        diff.Promoted.ShouldContain(p => p.From.Id == "getDiscoveryAPIGroup" && p.To.Level == Level.Stable);
        diff.Promoted.ShouldAllBe(p => p.To.Level < p.From.Level);
        diff.Deprecated.ShouldBeEmpty();
    }

    [Fact]
    public void Watch_operations_are_called_deprecated_from_1_12_on()
    {
        var diff = CatalogDiff.Between(Load("1.11"), Load("1.12"));
        diff.Deprecated.Length.ShouldBe(183);
        diff.Deprecated.ShouldAllBe(o => o.Path.Contains("/watch/"));
        foreach (var release in KubernetesCatalog.Shipped.Versions.Select(KubernetesCatalog.Shipped.Load)
            .Where(r => r.Version >= new ReleaseVersion(1, 12)))
            release.Operations.Where(o => o.Deprecated != o.Path.Contains("/watch/")).ShouldBeEmpty(release.Name);
    }

    [Fact]
    public void Every_operation_of_a_served_version_names_its_kind_and_action()
    {
        foreach (var release in KubernetesCatalog.Shipped.Versions.Select(KubernetesCatalog.Shipped.Load))
        {
            release.Operations.Where(o => (o.Kind.Length == 0 || o.Action.Length == 0) && o.Version.Length > 0
                && !o.Id.EndsWith("APIResources", StringComparison.Ordinal)).ShouldBeEmpty(release.Name);
        }
    }

    static Release Load(string release) => KubernetesCatalog.Shipped.Load(Published.Version(release));

    static (int Stable, int Beta, int Alpha) Count(Func<Operation, Level> level) =>
        Levels(V120.Operations.Where(o => !o.Deprecated), level);

    static (int Stable, int Beta, int Alpha) AllOperations(Func<Operation, Level> level) => Levels(V120.Operations, level);

    static (int Stable, int Beta, int Alpha) Levels(IEnumerable<Operation> operations, Func<Operation, Level> level)
    {
        var counts = operations.CountBy(level).ToDictionary();
        return (counts[Level.Stable], counts[Level.Beta], counts[Level.Alpha]);
    }
}
