using ApiSnoop.Catalog;

namespace ApiSnoop.Loading;

/// <summary>The API groups that any Kubernetes release serves, by their full names.</summary>
internal static class KubernetesGroups
{
    static readonly Lazy<HashSet<string>> s_all = new(() => [.. KubernetesCatalog.Shipped.Versions
        .SelectMany(v => KubernetesCatalog.Shipped.Load(v).Operations).Select(o => o.Group).Where(g => g.Length > 0).Distinct()]);

    public static IReadOnlySet<string> All => s_all.Value;
}
