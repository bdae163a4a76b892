using System.Runtime.InteropServices;

namespace ApiSnoop.Recording.Counts;

/// <summary>
/// Counts which query parameters the requests of each operation carried: by the whole list of names, of which there are few,
/// so that a request costs one look.
/// </summary>
internal sealed class ParameterCounter(Dimensions dimensions, int limit = 100_000)
{
    readonly Dictionary<(int Operation, int Names), long> _counts = [];

    /// <summary>Whether the limit was reached, so that new lists of names were counted as <see cref="Cube.Other"/>.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Counts one request.</summary>
    /// <param name="operation">The operation's number.</param>
    /// <param name="names">The number of its list of names.</param>
    public void Add(int operation, int names)
    {
        if (_counts.Count >= limit && !_counts.ContainsKey((operation, names)))
        {
            Overflowed = true;
            names = dimensions.Parameters.Intern("(other)"u8);
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (operation, names), out _)++;
    }

    /// <summary>The counts by single names. A name that a request repeats counts once.</summary>
    public IReadOnlyList<ParameterCount> ToCounts() => ParameterCount.Sum(
        from counted in _counts
        let operation = dimensions.Targets.OperationId(counted.Key.Operation)
        from name in dimensions.Parameters[counted.Key.Names].Split('&').Select(ParameterCount.NameOf).Distinct()
        select new ParameterCount(operation, name, counted.Value));
}
