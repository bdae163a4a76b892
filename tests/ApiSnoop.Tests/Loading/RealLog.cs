using ApiSnoop.Catalog;

namespace ApiSnoop.Tests.Loading;

/// <summary>A real audit log with the counts that are known of it.</summary>
/// <param name="Name">Its file's name without <c>.log.gz</c>.</param>
/// <param name="Release">Whose operations its requests are matched with.</param>
/// <param name="Lines">Its lines, each an event.</param>
/// <param name="Requests">Its requests.</param>
/// <param name="Matched">How many of them are of an operation.</param>
/// <param name="Levels">Distinct operations hit: stable, beta, alpha.</param>
/// <param name="Tests">Distinct tests with a request that matches; 0 where none ran.</param>
/// <param name="Cube">The digest of the cube that is made of it: see <see cref="CubeDigest"/>.</param>
sealed record RealLog(
    string Name, string Release, int Lines, int Requests, int Matched, (int Stable, int Beta, int Alpha) Levels, int Tests, string Cube)
{
    /// <summary>The logs in this repository. Their counts are those of <see cref="PlainCount"/>.</summary>
    public static readonly RealLog[] Bundled =
    [
        new("app-demo-app-v1.20.2-requestresponse", "1.20", 886, 439, 432, (93, 28, 0), 0,
            "982ccf93070f3565862cb847962dee3fc4953eea26630761c7ffaa02f7943b76"),
        new("app-kubectl-v1.20.2-metadata", "1.20", 9_020, 4_477, 4_423, (204, 49, 0), 0,
            "1f9cdf19ed6dd1c3270a8a03928db2ef4a2b65f1436cb227cf6900c899719c4a"),
        new("app-node-client-0.22-requestresponse", "1.20", 570, 283, 280, (110, 32, 0), 0,
            "f12f6d6972ea72f13a89968421f15ea647000846163daa3a90602ab6276b38d1"),
        new("e2e-v1.20.2", "1.20", 18_809, 8_821, 8_030, (323, 48, 0), 287,
            "46f788a89674c0f12eed8d95273140167ed601bd3dae18fa2abc4cf612a0d69e"),
        new("e2e-v1.20.2-requestresponse-head-cut", "1.20", 2_681, 1_343, 1_270, (227, 44, 0), 54,
            "60b835585c6c75c2991d17e2067751ad28077f3750ce50777c865defbd8cdee2"),
        new("e2e-2018-distinct-cut", "1.12", 18_930, 18_930, 18_677, (220, 109, 5), 698,
            "4091bf4fc45c66386308b36d632ac37a2223a79128e0967a394f8911658e560c"),
    ];

    /// <summary>The logs that are too large for it. Their counts were made by a brute-force matcher when they were recorded.</summary>
    public static readonly RealLog[] Large =
    [
        new("e2e-v1.20.2-metadata", "1.20", 237_299, 116_061, 113_573, (323, 48, 0), 287,
            "d1f12a331450808b88f85d58c1927e36753d9cd599ed4e980face27bfb85f8f1"),
        new("e2e-v1.20.2-requestresponse-head", "1.20", 40_000, 19_779, 19_340, (227, 44, 0), 54,
            "9fbdbbadd1d7b0c3c13c6aa25f4d78841ce6e6f8b24c7631354bcde76340d7ff"),
        new("e2e-2018-distinct", "1.12", 184_393, 184_393, 178_708, (220, 109, 5), 698,
            "a791dd6b693d60ec7ffd5160c4c1c7c9d4b7e415af5ec681d52d531c2507372c"),
    ];

    /// <summary>The names of the logs in this repository, for theories.</summary>
    public static TheoryData<string> BundledNames => [.. Bundled.Select(log => log.Name)];

    /// <summary>Where its file is; skips the running test when it is a large one that is not here.</summary>
    public string Path => Large.Contains(this) ? SharedData.Path($"logs/{Name}.log.gz")
        : Repository.Path(Name == "e2e-v1.20.2" ? $"data/demo/{Name}.log.gz" : $"tests/data/logs/{Name}.log.gz");

    /// <summary>The facts of its release.</summary>
    public Release Facts => KubernetesCatalog.Shipped.Load(ReleaseVersion.TryParse(Release, out var version) ? version : default);

    /// <summary>The log of that name in this repository.</summary>
    public static RealLog Named(string name) => Bundled.Single(log => log.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
