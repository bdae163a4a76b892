using System.Collections.Immutable;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog;

namespace ApiSnoop.Audit.Evidence;

/// <summary>How much a log says about the release of the cluster that wrote it.</summary>
public enum EvidenceStrength
{
    /// <summary>No user agent told a Kubernetes version.</summary>
    None,

    /// <summary>Only clients told theirs, which may be older or newer than the cluster.</summary>
    Weak,

    /// <summary>A part of the cluster, or its own tests, told its version.</summary>
    Strong,
}

/// <summary>The Kubernetes release of a log, found by the versions that programs put in their user agents.</summary>
/// <param name="Version">The release, or null when nothing told one.</param>
/// <param name="Strength">How far to trust it.</param>
/// <param name="Sentence">What it was found by, for the user.</param>
public sealed record ReleaseEvidence(ReleaseVersion? Version, EvidenceStrength Strength, string Sentence)
{
    /// <summary>Every release that the program named which told the version, that of the most events first.</summary>
    public ImmutableArray<ReleaseVersion> Seen { get; init; } = Version is { } only ? [only] : [];

    // The parts of a cluster are there from a log's first seconds on; tests and clients may come later.
    const int UsualLook = 8 << 20;
    const int UsualLookAtAll = 64 << 20;
    const int LeastLook = 256 << 10;
    const long LongLookAtAll = 256L << 20;

    /// <summary>Looks at the start of every input; further on into plain files only where the starts told nothing.</summary>
    /// <remarks>How far it looks depends on the number of inputs and not on their order, and so does what it finds.</remarks>
    internal static ReleaseEvidence Of(IReadOnlyCollection<LogInput> inputs)
    {
        var seen = new AgentVersions();
        var look = LookAt(inputs);
        foreach (var input in inputs) input.PeekEvents(look, seen.Look);
        if (!seen.Any)
        {
            var longLook = LongLookAtAll / Math.Max(1, inputs.Count);
            foreach (var input in inputs.Where(i => i.IsPlainFile)) LookFurther(input, look, longLook, seen);
        }

        return seen.Conclude();
    }

    /// <summary>What the same bytes tell of requests, for when more than one release was seen.</summary>
    internal static RequestsLookedAt RequestsIn(IReadOnlyCollection<LogInput> inputs)
    {
        var requests = new RequestsLookedAt();
        foreach (var input in inputs) input.PeekEvents(LookAt(inputs), requests.Look);
        return requests;
    }

    static int LookAt(IReadOnlyCollection<LogInput> inputs) =>
        Math.Clamp(UsualLookAtAll / Math.Max(1, inputs.Count), LeastLook, UsualLook);

    static void LookFurther(LogInput input, int from, long to, AgentVersions seen)
    {
        using var file = input.OpenPlainFile();
        var buffer = GC.AllocateUninitializedArray<byte>(1 << 20);
        to = Math.Min(to, input.Length ?? 0);
        // Steps overlap by the longest thing that is looked for, so that none is cut in two.
        for (long at = from; at < to; at += buffer.Length - AgentVersions.LongestAgent)
        {
            var read = RandomAccess.Read(file, buffer, at);
            if (read == 0) return;
            seen.Look(buffer.AsSpan(0, read));
        }
    }
}
