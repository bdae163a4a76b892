using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>A question that people ask of the endpoints again and again.</summary>
/// <param name="Key">Its name in the URL.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Meaning">What it keeps, in a sentence.</param>
/// <param name="Keeps">Whether it keeps an endpoint.</param>
public sealed record EndpointPreset(string Key, string Label, string Meaning, Func<KnownEndpoint, bool> Keeps)
{
    /// <summary>The name of the parameter in the URL's query.</summary>
    public const string Parameter = "preset";

    /// <summary>What apps rely on without any test of it.</summary>
    public static EndpointPreset UsedUntested { get; } = new(
        "used-untested", "Stable, used by apps, hit by no test",
            "Stable endpoints, eligible for conformance or not, that an app uses and that no test of the e2e run hits.",
            e => e.Operation is { Level: Level.Stable, Deprecated: false } && e.Apps.Length > 0
                && e is { Observed: true, Tested: false, IsDiscovery: false });

    /// <summary>The presets.</summary>
    public static ImmutableArray<EndpointPreset> All { get; } =
    [
        UsedUntested,
        new("tested-not-conformance", "Tested but not conformance", "Stable endpoints that a test hits, but no conformance test.",
            e => e.Operation is { Level: Level.Stable, Deprecated: false } && e.Tested && !e.ConformanceTested),
        new("controllers-only", "Hit by nothing but controllers", "Endpoints whose only clients are the components of the cluster itself.",
            e => e.OnlyControllers),
        new("unstable-in-use", "Beta or alpha in use", "Beta and alpha endpoints that an app uses, discovery apart.",
            e => e.Operation.Level != Level.Stable && e.Apps.Length > 0 && !e.IsDiscovery),
    ];

    /// <summary>The preset of this name, or null.</summary>
    public static EndpointPreset? Find(string? key) => All.FirstOrDefault(p => p.Key == key);
}
