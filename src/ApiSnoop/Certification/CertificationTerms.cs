using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Certification;

/// <summary>What an app is judged by.</summary>
public sealed record CertificationTerms
{
    /// <summary>The word for the release after the app's.</summary>
    public const string Next = "next";

    /// <summary>The word for the newest release that is known.</summary>
    public const string Latest = "latest";

    /// <summary>The release that the app runs on; null for the recording's.</summary>
    public ReleaseVersion? Release { get; init; }

    /// <summary>The release that it is to run on: a number, <c>next</c> or <c>latest</c>.</summary>
    public string Target { get; init; } = Next;

    /// <summary>The worst level that is allowed.</summary>
    public Level Require { get; init; } = Level.Stable;

    /// <summary>What is not held against the app: operations, rules and patterns for user agents.</summary>
    public ImmutableArray<IgnoreTerm> Ignore { get; init; } = [];

    /// <summary>How many requests a verdict takes at least.</summary>
    public long MinRequests { get; init; } = 1;

    /// <summary>How long a time the requests must span at least.</summary>
    public TimeSpan MinSpan { get; init; }

    /// <summary>The target in numbers.</summary>
    /// <exception cref="FormatException">It is no release, or one before the app's.</exception>
    public ReleaseVersion TargetAfter(ReleaseVersion release, KubernetesCatalog catalog)
    {
        if (Target == Next) return new(release.Major, release.Minor + 1);
        if (Target == Latest) return catalog.Newest > release ? catalog.Newest : release;
        if (!ReleaseVersion.TryParse(Target, out var target))
            throw new FormatException($"'{Target}' is no target: name a release such as 1.30, or next, or latest.");
        return target >= release
            ? target
            : throw new FormatException($"The target {target} is older than {release}, which the app runs on. Name a later one.");
    }
}
