using System.Collections.Immutable;
using ApiSnoop.Matching;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>A recording's cube as its cells come back from the store, see <see cref="StoredCells.Question"/>.</summary>
internal sealed class CubeOfAnswer
{
    readonly NumberedThings<Target> _targets = new();
    readonly Dictionary<Target, string> _samples = [];
    readonly NumberedThings<string> _verbs = new(), _agents = new(), _users = new(), _namespaces = new(), _impersonators = new(),
        _deprecations = new();

    readonly ImmutableArray<Cell>.Builder _cells = ImmutableArray.CreateBuilder<Cell>();

    /// <summary>Reads a cell, in the order of the question's columns.</summary>
    public void Add(BinaryReader answer)
    {
        var (operation, reason, name) = (answer.ReadString(), answer.ReadString(), answer.ReadString());
        var verb = _verbs.Of(answer.ReadString());
        var code = answer.ReadInt16();
        var (agent, user, ns) = (_agents.Of(answer.ReadString()), _users.Of(answer.ReadString()), _namespaces.Of(answer.ReadString()));
        var (impersonator, deprecation) = (_impersonators.Of(answer.ReadString()), _deprecations.Of(answer.ReadString()));
        _ = answer.ReadUInt64();
        var sample = answer.ReadString();
        // One sample stands for all cells of a target.
        var bare = operation.Length > 0
            ? new Target(operation, MissReason.None, "", "")
            : new Target(null, Enum.TryParse<MissReason>(reason, out var known) ? known : MissReason.Other, name, "");
        _samples.TryAdd(bare, sample);
        var requests = checked((long)answer.ReadUInt64());
        var (first, last) = (answer.ReadInt64(), answer.ReadInt64());
        _cells.Add(new Cell(_targets.Of(bare), agent, user, ns, checked((short)verb), code, requests)
        {
            Impersonator = impersonator,
            Deprecation = checked((short)deprecation),
            FirstMicros = first == StoredCells.NoFirst ? 0 : first,
            LastMicros = last,
        });
    }

    /// <summary>The cube of all cells that were read.</summary>
    public Cube ToCube() => new(
        [.. _targets.All.Select(t => t with { SampleUri = _samples[t] })], _agents.All, _users.All, _namespaces.All, _verbs.All,
        _cells.ToImmutable(), _impersonators.All, _deprecations.All);
}
