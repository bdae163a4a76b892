using System.Collections.Immutable;
using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;

namespace ApiSnoop.Recording.Counts;

/// <summary>
/// Numbers the targets of a load: first the release's operations in their order, then the misses as they are met.
/// Safe for several threads; a known miss is found without a lock.
/// </summary>
internal sealed class TargetTable
{
    const int MissLimit = 50_000;
    readonly Release _release;
    readonly TextTable _misses = new(MissLimit);
    readonly SamplePaths _samples = new();

    public TargetTable(Release release) => _release = release;

    /// <summary>The number of a miss, told by its reason and what was asked for.</summary>
    public int Miss(MissReason reason, ReadOnlySpan<byte> name)
    {
        Span<byte> key = stackalloc byte[Math.Min(name.Length, 512) + 1];
        key[0] = (byte)reason;
        name[..(key.Length - 1)].CopyTo(key[1..]);
        return _release.Operations.Length + _misses.Intern(key);
    }

    /// <summary>Takes a path that a target was asked for by: one of each is kept.</summary>
    public void Sample(int target, ReadOnlySpan<byte> path) => _samples.Offer(target, path);

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
        for (var i = 0; i < _release.Operations.Length; i++)
            targets.Add(new Target(_release.Operations[i].Id, MissReason.None, "", _samples[i]));
        for (var i = 0; i < _misses.Count; i++)
        {
            var key = _misses.Utf8(i);
            var overflow = key.SequenceEqual("(other)"u8);
            var reason = key.IsEmpty || overflow ? MissReason.Other : (MissReason)key[0];
            var name = overflow ? Cube.Other : key.IsEmpty ? "" : Encoding.UTF8.GetString(key[1..]);
            targets.Add(new Target(null, reason, name, _samples[_release.Operations.Length + i]));
        }

        return targets.ToImmutable();
    }

    int Number(Target target)
    {
        // Operations that this version of the facts no longer has are told as misses rather than lost.
        var number = target.OperationId is { } id && _release.IndexOf(id) is >= 0 and var index ? index
            : Miss(target.OperationId is null
            ? target.Reason
            : MissReason.Other, Encoding.UTF8.GetBytes(target.OperationId ?? target.Name));
        if (target.SampleUri.Length > 0) Sample(number, Encoding.UTF8.GetBytes(target.SampleUri));
        return number;
    }
}
