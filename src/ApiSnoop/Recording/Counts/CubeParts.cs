using System.Collections.Immutable;

namespace ApiSnoop.Recording.Counts;

/// <summary>What the cells of a cube refer to, numbered as the cube is put together from texts.</summary>
internal sealed class CubeParts
{
    readonly NumberedThings<Target> _targets = new();
    readonly Dictionary<Target, string> _samples = [];

    /// <summary>User agents.</summary>
    public NumberedThings<string> Agents { get; } = new();

    /// <summary>Users.</summary>
    public NumberedThings<string> Users { get; } = new();

    /// <summary>Namespaces.</summary>
    public NumberedThings<string> Namespaces { get; } = new();

    /// <summary>Verbs.</summary>
    public NumberedThings<string> Verbs { get; } = new();

    /// <summary>Who made requests in another's name.</summary>
    public NumberedThings<string> Impersonators { get; } = new();

    /// <summary>What the server said of the end of an API version.</summary>
    public NumberedThings<string> Deprecations { get; } = new();

    /// <summary>The number of a target. One sample stands for it, the first that is none but empty.</summary>
    public int NumberOf(Target target)
    {
        var bare = target with { SampleUri = "" };
        if (!_samples.TryGetValue(bare, out var sample) || sample.Length == 0) _samples[bare] = target.SampleUri;
        return _targets.Of(bare);
    }

    /// <summary>The cube of cells that refer to these.</summary>
    public Cube With(ImmutableArray<Cell> cells) => new(
        [.. _targets.All.Select(t => t with { SampleUri = _samples[t] })], Agents.All, Users.All, Namespaces.All, Verbs.All, cells,
        Impersonators.All, Deprecations.All);
}
