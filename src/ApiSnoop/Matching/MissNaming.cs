using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;

namespace ApiSnoop.Matching;

/// <summary>Names what a request was for that matched no operation: the reason, and what was asked for.</summary>
internal sealed class MissNaming
{
    /// <summary>Groups of API servers that clusters commonly aggregate and that no custom resource serves.</summary>
    /// <remarks>Source: the projects' own API registrations (metrics-server, custom and external metrics adapters,
    /// sample-apiserver of the e2e suite, OLM's package server, KubeVirt, OpenShift, service catalog).</remarks>
    static readonly HashSet<string> s_aggregated = new(StringComparer.Ordinal)
    {
        "metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io", "wardle.example.com", "wardle.k8s.io",
        "packages.operators.coreos.com", "subresources.kubevirt.io", "servicecatalog.k8s.io", "upload.cdi.kubevirt.io",
        "apps.openshift.io", "authorization.openshift.io", "build.openshift.io", "image.openshift.io", "oauth.openshift.io",
        "project.openshift.io", "quota.openshift.io", "route.openshift.io", "security.openshift.io", "template.openshift.io",
        "user.openshift.io", "data.packaging.carvel.dev", "proxy.karmada.io", "stats.antrea.io", "controlplane.antrea.io",
    };

    static readonly Dictionary<string, MissReason> s_roots = new(StringComparer.Ordinal)
    {
        [""] = MissReason.Discovery,
        ["api"] = MissReason.Discovery,
        ["apis"] = MissReason.Discovery,
        ["healthz"] = MissReason.Health,
        ["livez"] = MissReason.Health,
        ["readyz"] = MissReason.Health,
        ["metrics"] = MissReason.Health,
        ["debug"] = MissReason.Health,
        ["configz"] = MissReason.Health,
        ["statusz"] = MissReason.Health,
        ["flagz"] = MissReason.Health,
        ["version"] = MissReason.Discovery,
        ["openapi"] = MissReason.OpenApi,
        ["swagger.json"] = MissReason.OpenApi,
        ["swagger-2.0.0.json"] = MissReason.OpenApi,
        ["swagger-2.0.0.pb-v1"] = MissReason.OpenApi,
        ["swagger-2.0.0.pb-v1.gz"] = MissReason.OpenApi,
        ["swaggerapi"] = MissReason.OpenApi,
        ["ui"] = MissReason.Static,
        ["swagger-ui"] = MissReason.Static,
        ["static"] = MissReason.Static,
        ["favicon.ico"] = MissReason.Static,
        ["index.html"] = MissReason.Static,
        ["robots.txt"] = MissReason.Static,
    };

    /// <summary>As much of a path, in bytes, as is looked at.</summary>
    const int Longest = 2048;

    const string KubernetesDomain = ".k8s.io";

    readonly Dictionary<string, HashSet<string>> _versions = new(StringComparer.Ordinal);

    /// <summary>What lives in namespaces: group, version, resource and, for parts of an object, subresource.</summary>
    readonly HashSet<string> _namespaced = new(StringComparer.Ordinal);

    readonly Func<IReadOnlySet<string>> _groupsOfOtherReleases;

    /// <summary>Learns the groups and versions that the release serves.</summary>
    /// <param name="release">The release.</param>
    /// <param name="groupsOfOtherReleases">Full group names that some Kubernetes release serves; asked only when a group is not the
    /// release's.</param>
    public MissNaming(Release release, Func<IReadOnlySet<string>> groupsOfOtherReleases)
    {
        _groupsOfOtherReleases = groupsOfOtherReleases;
        foreach (var operation in release.Operations)
        {
            var segments = operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (segments is ["apis", var group, ..]) Learn(group, segments.ElementAtOrDefault(2));
            else if (segments is ["api", ..]) Learn("", segments.ElementAtOrDefault(1));
            if (segments is ["apis", var g, _, "namespaces", _, _, _, ..]) _namespaced.Add(Thing(g, segments.AsSpan(2)));
            else if (segments is ["api", _, "namespaces", _, _, _, ..]) _namespaced.Add(Thing("", segments.AsSpan(1)));
        }
    }

    /// <summary>Names a miss.</summary>
    /// <param name="path">The URI without its query.</param>
    /// <param name="verb">The audit verb.</param>
    /// <param name="pathIsKnown">Whether the path exists with other methods.</param>
    public (MissReason Reason, string Name) Of(ReadOnlySpan<byte> path, ReadOnlySpan<byte> verb, bool pathIsKnown)
    {
        var text = Decoded(path.Length > Longest ? path[..Longest] : path);
        if (!text.StartsWith('/')) return (MissReason.Malformed, text.Length == 0 ? "no request URI" : "a URI without a leading slash");
        if (text.TrimEnd('/').Contains("//", StringComparison.Ordinal)) return (MissReason.EmptySegment, WithoutEmpty(text));
        var segments = text.Trim('/').Split('/');
        if (segments is ["apis", var group, ..]) return InGroup(group, segments.AsSpan(2), verb, pathIsKnown);
        if (segments is ["api", _, ..]) return InVersion("", segments.AsSpan(1), verb, pathIsKnown);
        if (pathIsKnown) return NotAllowed(verb, "/" + string.Join('/', segments));
        var root = segments[0];
        return s_roots.TryGetValue(root, out var reason)
            ? (reason, "/" + (reason == MissReason.Health ? root : string.Join('/', segments.Take(2))))
            : (MissReason.Other, "/" + root);
    }

    (MissReason, string) InGroup(string group, ReadOnlySpan<string> rest, ReadOnlySpan<byte> verb, bool pathIsKnown)
    {
        if (_versions.ContainsKey(group)) return InVersion(group, rest, verb, pathIsKnown);
        if (_groupsOfOtherReleases().Contains(group)) return (MissReason.UnknownVersion, Thing(group, rest));
        if (rest.Length < 2) return (MissReason.Discovery, Thing(group, rest));
        if (s_aggregated.Contains(group)) return (MissReason.AggregatedApi, Thing(group, rest));
        var reason = group.EndsWith(KubernetesDomain, StringComparison.Ordinal) ? MissReason.ExtensionApi
            : group.Contains('.', StringComparison.Ordinal) ? MissReason.CustomResource : MissReason.Other;
        return (reason, Thing(group, rest));
    }

    (MissReason, string) InVersion(string group, ReadOnlySpan<string> rest, ReadOnlySpan<byte> verb, bool pathIsKnown)
    {
        if (pathIsKnown) return NotAllowed(verb, Thing(group, rest));
        if (rest.Length > 0 && !(_versions.TryGetValue(group, out var versions) && versions.Contains(rest[0])))
            return (MissReason.UnknownVersion, Thing(group, rest));
        var thing = Thing(group, rest);
        var lacksNamespace = rest.Length > 2 && rest[1] != "namespaces" && _namespaced.Contains(thing);
        return (lacksNamespace ? MissReason.NeedsNamespace : MissReason.UnknownResource, thing);
    }

    static (MissReason, string) NotAllowed(ReadOnlySpan<byte> verb, string thing)
    {
        if (verb.SequenceEqual(AuditVerb.Absent)) return (MissReason.NoVerb, thing);
        return (MissReason.UnknownMethod, (verb.IsEmpty ? "OPTIONS or the like" : Encoding.UTF8.GetString(verb)) + " " + thing);
    }

    static string Decoded(ReadOnlySpan<byte> path)
    {
        Span<byte> decoded = stackalloc byte[Longest];
        return Encoding.UTF8.GetString(decoded[..PercentEncoding.Decode(path, decoded)]);
    }

    /// <summary>What would have been asked for; the names of namespaces and objects are left out, as of any miss.</summary>
    static string WithoutEmpty(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["apis", var group, .. var rest] => Thing(group, rest),
        ["api", _, ..] and [_, .. var rest] => Thing("", rest),
        [var root, ..] => "/" + root,
        [] => "/",
    };

    /// <summary>The name of what is at an operation's path, as of a miss; null for what is in no group.</summary>
    public static string? NameOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["apis", var group, .. var rest] => Thing(group, rest),
        ["api", .. var rest] => Thing("", rest),
        _ => null,
    };

    /// <summary>Group, version, resource and subresource, without the names of namespaces and objects.</summary>
    static string Thing(string group, ReadOnlySpan<string> rest)
    {
        if (rest.IsEmpty) return group;
        var thing = group.Length == 0 ? rest[0] : group + "/" + rest[0];
        rest = rest[1..];
        if (rest is ["namespaces", _, _, ..]) rest = rest[2..];
        if (rest.IsEmpty) return thing;
        thing += " " + rest[0];
        return rest.Length > 2 ? thing + "/" + rest[2] : thing;
    }

    void Learn(string group, string? version)
    {
        if (!_versions.TryGetValue(group, out var versions)) _versions[group] = versions = new(StringComparer.Ordinal);
        if (version is not null) versions.Add(version);
    }
}
