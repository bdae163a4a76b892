using System.Collections.Immutable;
using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;

namespace ApiSnoop.Recording;

/// <summary>
/// Numbers the targets of a load: first the release's operations in their order, then the misses as they are met.
/// Safe for several threads; a known miss is found without a lock.
/// </summary>
internal sealed class TargetTable
{
    const int MissLimit = 50_000;
    readonly Release _release;
    readonly TextTable _misses = new(MissLimit);
    readonly Lock _sampling = new();
    readonly List<string?> _missSamples = [];
    readonly string?[] _operationSamples;

    public TargetTable(Release release)
    {
        _release = release;
        _operationSamples = new string?[release.Operations.Length];
    }

    /// <summary>The number of an operation, keeping its first URI as the sample.</summary>
    public int Operation(int index, ReadOnlySpan<byte> path)
    {
        if (_operationSamples[index] is null) _operationSamples[index] = Encoding.UTF8.GetString(path);
        return index;
    }

    /// <summary>The number of a miss, told by its reason and what was asked for.</summary>
    public int Miss(MissReason reason, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path)
    {
        Span<byte> key = stackalloc byte[Math.Min(name.Length, 512) + 1];
        key[0] = (byte)reason;
        name[..(key.Length - 1)].CopyTo(key[1..]);
        var miss = _misses.Intern(key);
        if (miss >= _missSamples.Count || _missSamples[miss] is null) Sample(miss, path);
        return _release.Operations.Length + miss;
    }

    /// <summary>Whether a target is an operation.</summary>
    public bool IsOperation(int target) => target < _release.Operations.Length;

    /// <summary>The id of an operation.</summary>
    public string OperationId(int target) => _release.Operations[target].Id;

    /// <summary>Why a target is none of the release's operations.</summary>
    public MissReason Reason(int target)
    {
        if (target < _release.Operations.Length) return MissReason.None;
        var key = _misses.Utf8(target - _release.Operations.Length);
        return key.IsEmpty || key.SequenceEqual("(other)"u8) ? MissReason.Other : (MissReason)key[0];
    }

    /// <summary>What a miss asked for.</summary>
    public ReadOnlySpan<byte> MissName(int target)
    {
        var key = _misses.Utf8(target - _release.Operations.Length);
        return key.IsEmpty || key.SequenceEqual("(other)"u8) ? key : key[1..];
    }

    /// <summary>The numbers of targets that were numbered elsewhere.</summary>
    public int[] Numbers(ImmutableArray<Target> targets) => [.. targets.Select(Number)];

    public ImmutableArray<Target> ToImmutable()
    {
        var targets = ImmutableArray.CreateBuilder<Target>();
        for (var i = 0; i < _operationSamples.Length; i++)
            targets.Add(new Target(_release.Operations[i].Id, MissReason.None, "", _operationSamples[i] ?? ""));
        for (var i = 0; i < _misses.Count; i++)
        {
            var key = _misses.Utf8(i);
            var overflow = key.SequenceEqual("(other)"u8);
            var reason = key.IsEmpty || overflow ? MissReason.Other : (MissReason)key[0];
            var name = overflow ? Cube.Other : key.IsEmpty ? "" : Encoding.UTF8.GetString(key[1..]);
            targets.Add(new Target(null, reason, name, (i < _missSamples.Count ? _missSamples[i] : null) ?? ""));
        }

        return targets.ToImmutable();
    }

    int Number(Target target)
    {
        var path = Encoding.UTF8.GetBytes(target.SampleUri);
        // Operations that this version of the facts no longer has are told as misses rather than lost.
        return target.OperationId is { } id && _release.IndexOf(id) is >= 0 and var index ? Operation(index, path)
            : Miss(target.OperationId is null ? target.Reason : MissReason.Other, Encoding.UTF8.GetBytes(target.OperationId ?? target.Name), path);
    }

    void Sample(int miss, ReadOnlySpan<byte> path)
    {
        lock (_sampling)
        {
            while (_missSamples.Count <= miss) _missSamples.Add(null);
            _missSamples[miss] ??= Encoding.UTF8.GetString(path[..Math.Min(path.Length, 512)]);
        }
    }
}
