using System.Collections.Immutable;
using ApiSnoop.Charts;

namespace ApiSnoop.Tests.Charts;

/// <summary>Trees of slices to draw.</summary>
internal static class SliceSamples
{
    public static Slice Small { get; } = Inner("", [
        Inner("stable", [
            Inner("core", [
                Leaf("readCoreV1NamespacedPod", "get /api/v1/namespaces/{namespace}/pods/{name}", SliceState.ConformanceTested, 1200),
                Leaf("listCoreV1Node", "get /api/v1/nodes", SliceState.Tested, 7),
                Leaf("createCoreV1Node", "post /api/v1/nodes", SliceState.Hit, 1),
                Leaf("patchCoreV1Node", "patch /api/v1/nodes/{name}", SliceState.Untested),
            ]),
            Inner("apps", [Leaf("listAppsV1Deployment", "get /apis/apps/v1/deployments", SliceState.ConformanceTested)]),
        ]),
        Inner("beta", [
            Inner("batch", [Leaf("listBatchV1beta1CronJob", "get /apis/batch/v1beta1/cronjobs", SliceState.Untested)]),
        ]),
    ]);

    public static Slice Large(int leaves)
    {
        string[] categories = [.. ChartPalette.KnownCategories.Order(StringComparer.Ordinal).Take(25)];
        var all = Enumerable.Range(0, leaves).Select(i => (Level: i % 7 < 4 ? "stable" : i % 7 < 6 ? "beta" : "alpha", Index: i));
        return Inner("", [.. all.GroupBy(x => x.Level).Select(level => Inner(level.Key, [.. level
            .GroupBy(x => categories[x.Index * 13 % 25])
            .Select(category => Inner(category.Key, [.. category.Select(x => Numbered(x.Index, category.Key, level.Key))]))]))]);
    }

    public static Slice Leaf(string key, string label, SliceState state, long requests = 0) => new(
        key, label, key, 1, state >= SliceState.Tested ? 1 : 0, state == SliceState.ConformanceTested ? 1 : 0, requests, state, []);

    public static Slice Inner(string key, ImmutableArray<Slice> children) => new(
        key, key, "", children.Sum(c => c.Total), children.Sum(c => c.Hit), children.Sum(c => c.ConformanceTested),
        children.Sum(c => c.Requests), children.Max(c => c.State), children);

    private static Slice Numbered(int i, string category, string level) => Leaf(
        $"readNamespaced{category}{level}Resource{i * 7919 % 10007}Status",
        $"get /apis/{category}.k8s.io/{level}/namespaces/{{namespace}}/resource{i * 7919 % 10007}/{{name}}/status",
        (SliceState)(i * 31 % 4),
        i * 104729L % 50021);
}
