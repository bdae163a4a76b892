using System.Collections.Immutable;
using ApiSnoop.Matching;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>A recording's cube as its cells come back from the store, see <see cref="StoredCells.Question"/>.</summary>
internal sealed class CubeOfAnswer
{
    readonly CubeParts _parts = new();
    readonly ImmutableArray<Cell>.Builder _cells = ImmutableArray.CreateBuilder<Cell>();

    /// <summary>Reads a cell, in the order of the question's columns.</summary>
    public void Add(BinaryReader answer)
    {
        var (operation, reason, name) = (answer.ReadString(), answer.ReadString(), answer.ReadString());
        var verb = _parts.Verbs.Of(answer.ReadString());
        var code = answer.ReadInt16();
        var (agent, user) = (_parts.Agents.Of(answer.ReadString()), _parts.Users.Of(answer.ReadString()));
        var (ns, impersonator) = (_parts.Namespaces.Of(answer.ReadString()), _parts.Impersonators.Of(answer.ReadString()));
        var deprecation = _parts.Deprecations.Of(answer.ReadString());
        _ = answer.ReadUInt64();
        var sample = answer.ReadString();
        var target = operation.Length > 0
            ? new Target(operation, MissReason.None, "", sample)
            : new Target(null, Enum.TryParse<MissReason>(reason, out var known) ? known : MissReason.Other, name, sample);
        var requests = checked((long)answer.ReadUInt64());
        var (first, last) = (answer.ReadInt64(), answer.ReadInt64());
        _cells.Add(new Cell(_parts.NumberOf(target), agent, user, ns, checked((short)verb), code, requests)
        {
            Impersonator = impersonator,
            Deprecation = checked((short)deprecation),
            FirstMicros = first == StoredCells.NoFirst ? 0 : first,
            LastMicros = last,
        });
    }

    /// <summary>The cube of all cells that were read.</summary>
    public Cube ToCube() => _parts.With(_cells.ToImmutable());
}
