using System.Collections.Immutable;

namespace ApiSnoop.Recording.Counts;

/// <summary>Gives each distinct thing a number, in the order in which they come.</summary>
internal sealed class NumberedThings<T>
    where T : notnull
{
    readonly Dictionary<T, int> _numbers = [];
    readonly ImmutableArray<T>.Builder _all = ImmutableArray.CreateBuilder<T>();

    /// <summary>The things, by number.</summary>
    public ImmutableArray<T> All => _all.ToImmutable();

    /// <summary>The number of a thing.</summary>
    public int Of(T thing)
    {
        if (_numbers.TryGetValue(thing, out var number)) return number;
        _numbers.Add(thing, number = _all.Count);
        _all.Add(thing);
        return number;
    }
}
