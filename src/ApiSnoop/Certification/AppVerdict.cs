using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports;

namespace ApiSnoop.Certification;

/// <summary>What is said of an app: may it be certified, until when, and what stands in the way.</summary>
public sealed record AppVerdict
{
    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The facts of its recording.</summary>
    public required Manifest Recording { get; init; }

    /// <summary>What it was judged by.</summary>
    public required CertificationTerms Terms { get; init; }

    /// <summary>The release that it runs on; null where it was matched against a document of its own and no release was named.</summary>
    public ReleaseVersion? Release { get; init; }

    /// <summary>The release that it is to run on; null where its own is not known.</summary>
    public ReleaseVersion? Target { get; init; }

    /// <summary>Whether the catalog knows the target; else the rules alone judged.</summary>
    public bool TargetIsKnown { get; init; }

    /// <summary>Every operation that it called, by id.</summary>
    public ImmutableArray<UsedOperation> Operations { get; init; } = [];

    /// <summary>What it asked for that is no operation.</summary>
    public ImmutableArray<ForeignUse> Foreign { get; init; } = [];

    /// <summary>What is noise in its recording.</summary>
    public ImmutableArray<NoiseSum> Noise { get; init; } = [];

    /// <summary>What was not held against it because the terms say so.</summary>
    public ImmutableArray<Ignored> Ignored { get; init; } = [];

    /// <summary>The rules that it breaks, the most urgent first.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How much was seen.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Why there is no verdict; null where there is one, or something worse is known.</summary>
    public string? Problem { get; init; }

    /// <summary>The known releases on which every call exists, around the app's own; null where that is not known.</summary>
    public (ReleaseVersion First, ReleaseVersion Last)? Range { get; init; }

    /// <summary>The verdict.</summary>
    public VerdictKind Kind => Findings.IsEmpty
        ? Problem is null ? VerdictKind.Certified : VerdictKind.NotEnoughSeen
        : Findings.Max(f => f.Kind);

    /// <summary>What it depends on.</summary>
    public IEnumerable<UsedOperation> InUse => Operations.Where(o => o.Use == UseKind.InUse);

    /// <summary>What counts for its level.</summary>
    public IEnumerable<UsedOperation> Counted => Operations.Where(o => o.CountsForLevel);

    /// <summary>The worst level that it uses; null where nothing was seen.</summary>
    public Level? Level => Counted.Any() ? Counted.Max(o => o.Operation.Level) : null;

    /// <summary>How many operations of a level it uses.</summary>
    public int Count(Level level) => Counted.Count(o => o.Operation.Level == level);

    /// <summary>The first release that it does not hold for; null when it holds in every 1.x.</summary>
    public ReleaseVersion? Until => InUse.Select(o => o.Guarantee.EndsIn)
        .Concat(Foreign.Where(f => f.IsGone).Select(f => f.GoneIn ?? Release)).Min();

    /// <summary>What may not last, the most urgent first: what ends, then what is deprecated without an end.</summary>
    public IEnumerable<UsedOperation> Risks => InUse
        .Where(o => o.Guarantee.Kind == GuaranteeKind.Ends || o.Operation.Level != Catalog.Level.Stable
            || (o.Deprecation.Any && Release is { } r && o.Deprecation.Holds(r)))
        .OrderBy(o => o.Guarantee.EndsIn ?? new ReleaseVersion(int.MaxValue, 0)).ThenByDescending(o => o.Operation.Level)
        .ThenByDescending(o => o.Requests).ThenBy(o => o.Operation.Id, StringComparer.Ordinal);

    /// <summary>Judges an app.</summary>
    /// <param name="app">Its recording.</param>
    /// <param name="terms">What to judge by.</param>
    /// <param name="noise">What is noise; null for the rules that ship.</param>
    /// <exception cref="FormatException">The target is no release, or older than the app's.</exception>
    public static AppVerdict Of(AppCoverage app, CertificationTerms terms, NoiseRules? noise = null) =>
        new Judgement(app, terms, noise ?? NoiseRules.Shipped, KubernetesCatalog.Shipped).Verdict();
}
