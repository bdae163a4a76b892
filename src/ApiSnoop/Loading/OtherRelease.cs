using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Audit.Evidence;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Loading;

/// <summary>
/// After a load: whether another release that served the log would have matched requests that matched nothing. The log's start may
/// have told of one release only, so every user agent of it is looked at.
/// </summary>
internal static class OtherRelease
{
    /// <summary>The server had no such thing, so it is no sign of another release.</summary>
    const short NotFound = 404;

    /// <summary>A sentence for the user, or null when there is nothing to say.</summary>
    public static string? Note(ChosenRelease chosen, Dimensions dimensions, CubeCounter counted)
    {
        if (chosen.Release.Version is not { } version) return null;
        var others = Seen(dimensions).Where(v => v != version && KubernetesCatalog.Shipped.Versions.Contains(v)).ToList();
        if (others.Count == 0) return null;
        var misses = Misses(dimensions, counted);
        var (best, requests) = others.Select(v => (v, MatchedBy(v, misses))).MaxBy(m => m.Item2);
        var number = requests.ToString("N0", CultureInfo.InvariantCulture);
        return requests == 0 ? null
            : $"{(requests == 1 ? "1 request matches" : $"{number} requests match")} nothing in {version}, but "
            + $"{(requests == 1 ? "does" : "do")} "
                + $"in {best}, which served this log, too: load it with --release {best}.";
    }

    static ImmutableArray<ReleaseVersion> Seen(Dimensions dimensions)
    {
        var agents = new AgentVersions();
        for (var i = 0; i < dimensions.Agents.Count; i++) agents.Count(dimensions.Agents.Utf8(i));
        return agents.Conclude().Seen;
    }

    /// <summary>What was answered though it matched nothing: a path of each, with its verb.</summary>
    static List<(byte[] Path, ApiMethod Method, long Requests)> Misses(Dimensions dimensions, CubeCounter counted)
    {
        var targets = dimensions.Targets.ToImmutable();
        return
        [
            .. counted.ToImmutable()
                .Where(c => c.Code != NotFound && MayBeOfAnother(targets[c.Target].Reason))
                .GroupBy(c => (c.Target, c.Verb))
                .Select(g => (Encoding.UTF8.GetBytes(targets[g.Key.Target].SampleUri),
                    AuditVerb.Method(dimensions.Verbs.Utf8(g.Key.Verb)), g.Sum(c => c.Requests))),
        ];
    }

    static bool MayBeOfAnother(MissReason reason) =>
        reason is MissReason.UnknownVersion or MissReason.UnknownResource or MissReason.Discovery or MissReason.ExtensionApi;

    /// <summary>
    /// A miss keeps one path for collection and objects alike, so that the same path with and without a last segment is tried as well.
    /// </summary>
    static long MatchedBy(ReleaseVersion version, List<(byte[] Path, ApiMethod Method, long Requests)> misses)
    {
        var matcher = new OperationMatcher(KubernetesCatalog.Shipped.Load(version));
        bool Matches(ReadOnlySpan<byte> path, ApiMethod method) => matcher.Match(path, method, out _) >= 0;
        return misses
            .Where(m => Matches(m.Path, m.Method) || Matches([.. m.Path, .. "/x"u8], m.Method)
                || Matches(m.Path.AsSpan(0, Math.Max(0, m.Path.AsSpan().LastIndexOf((byte)'/'))), m.Method))
            .Sum(m => m.Requests);
    }
}
