using ApiSnoop.Catalog;
using ApiSnoop.Matching;

namespace ApiSnoop.Certification;

/// <summary>What Kubernetes served in some release, by the names that misses are told by. Safe for several threads.</summary>
/// <param name="catalog">The releases.</param>
sealed class FormerApis(KubernetesCatalog catalog)
{
    static readonly FormerApis s_shipped = new(KubernetesCatalog.Shipped);

    readonly Lazy<Dictionary<string, ReleaseVersion>> _last = new(() => LastOf(catalog));

    /// <summary>Those of a catalog.</summary>
    public static FormerApis Of(KubernetesCatalog catalog) => catalog == KubernetesCatalog.Shipped ? s_shipped : new(catalog);

    /// <summary>The first release that has something no more, and no later one has it; null where none before a release had it.</summary>
    /// <param name="name">What was asked for, such as <c>batch/v1beta1 cronjobs</c>.</param>
    /// <param name="release">A release that lacks it.</param>
    public ReleaseVersion? GoneIn(string name, ReleaseVersion release)
    {
        if (!_last.Value.TryGetValue(name, out var last) || last >= release) return null;
        return catalog.Versions.First(v => v > last);
    }

    static Dictionary<string, ReleaseVersion> LastOf(KubernetesCatalog catalog)
    {
        var last = new Dictionary<string, ReleaseVersion>(StringComparer.Ordinal);
        foreach (var operation in catalog.Known())
        {
            if (MissNaming.NameOf(operation.Path) is not { } name || catalog.History(operation.Id) is not { } history) continue;
            if (!last.TryGetValue(name, out var known) || history.Releases[^1] > known) last[name] = history.Releases[^1];
        }

        return last;
    }
}
