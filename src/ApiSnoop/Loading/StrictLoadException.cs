using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>A strict load met bad lines; the old recording stays.</summary>
/// <param name="count">How many.</param>
/// <param name="samples">The first ones.</param>
public sealed class StrictLoadException(long count, IReadOnlyList<BadLine> samples)
    : Exception($"{count:N0} bad lines, and --strict was asked for. Nothing was recorded.")
{
    /// <summary>The first bad lines.</summary>
    public IReadOnlyList<BadLine> Samples { get; } = samples;
}
