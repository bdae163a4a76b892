using System.Text;
using System.Text.RegularExpressions;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Matching;
using CsCheck;

namespace ApiSnoop.Tests.Matching;

public class MatchingTests
{
    static readonly Release s_release = KubernetesCatalog.Shipped.Load(new ReleaseVersion(1, 20));
    static readonly OperationMatcher s_matcher = new(s_release);
    static readonly RegexMatcher s_slow = new(s_release);

    public static TheoryData<string> Releases => [.. KubernetesCatalog.Shipped.Versions.Select(v => v.ToString())];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_operation_matches_its_own_URL_but_for_HEAD(string version)
    {
        ReleaseVersion.TryParse(version, out var parsed).ShouldBeTrue();
        var release = KubernetesCatalog.Shipped.Load(parsed);
        var matcher = new OperationMatcher(release);

        var wrong = release.Operations.Where(o => Found(release, matcher, Canonical(o.Path), VerbOf(o)) != o.Id).ToList();

        wrong.ShouldAllBe(o => o.Method == ApiMethod.Head);
        release.Operations.Count(o => o.Method == ApiMethod.Head).ShouldBe(wrong.Count);
    }

    [Fact]
    public void In_1_20_six_HEAD_operations_are_the_declared_ambiguity() =>
        s_release.Operations.Count(o => Match(Canonical(o.Path), VerbOf(o)) != o.Id).ShouldBe(6);

    [Theory]
    [InlineData("get", "/api/v1/", "getCoreV1APIResources")]
    [InlineData("get", "/api/v1", "getCoreV1APIResources")]
    [InlineData("get", "/api/v1/namespaces/a/configmaps/status", "readCoreV1NamespacedConfigMap")]
    [InlineData("get", "/api/v1/namespaces/a/services/metrics", "readCoreV1NamespacedService")]
    [InlineData("get", "/apis/policy/v1beta1/namespaces/a/poddisruptionbudgets/healthz", "readPolicyV1beta1NamespacedPodDisruptionBudget")]
    [InlineData("get", "/api/v1/nodes/n/proxy/metrics", "connectCoreV1GetNodeProxyWithPath")]
    [InlineData("get", "/api/v1/namespaces/a/services/https:foo:/proxy/healthz", "connectCoreV1GetNamespacedServiceProxyWithPath")]
    [InlineData("get", "/api/v1/namespaces/proxy/pods/p1", "readCoreV1NamespacedPod")]
    [InlineData("get", "/api/v1/namespaces/a/pods/proxy", "readCoreV1NamespacedPod")]
    [InlineData("get", "/api/v1/namespaces/ns/status", "readCoreV1NamespaceStatus")]
    [InlineData("update", "/api/v1/namespaces/ns/finalize", "replaceCoreV1NamespaceFinalize")]
    [InlineData("get", "/api/v1/namespaces/a/pods/p/proxy", "connectCoreV1GetNamespacedPodProxy")]
    [InlineData("get", "/api/v1/namespaces/a/pods/p/proxy/", "connectCoreV1GetNamespacedPodProxy")]
    [InlineData("get", "/api/v1/namespaces/a/pods/p/proxy?method=HEAD", "connectCoreV1GetNamespacedPodProxy")]
    [InlineData("get", "/api/v1/namespaces/a/configmaps/myHEAD", "readCoreV1NamespacedConfigMap")]
    [InlineData("get", "/api/v1/namespaces/a/configmaps/a?x=HEAD", "readCoreV1NamespacedConfigMap")]
    [InlineData("get", "/api/v1/namespaces/a/configmaps/a%252Fb", "readCoreV1NamespacedConfigMap")]
    [InlineData("list", "/api/v1/namespaces/default%2Fsecrets", "listCoreV1NamespacedSecret")]
    [InlineData("get", "/api/v1/namespaces/default/pods/web-1%2Flog", "readCoreV1NamespacedPodLog")]
    [InlineData("list", "/apis%2Fapps/v1/deployments", "listAppsV1DeploymentForAllNamespaces")]
    [InlineData("get", "/api/v1/namespaces/a/pods/p/proxy/a%2F%2Fb", "connectCoreV1GetNamespacedPodProxyWithPath")]
    [InlineData("get", "/api/v1/namespaces/a/configmaps/%73tatus", "readCoreV1NamespacedConfigMap")]
    [InlineData("get", "/api/v1/namespaces/a/p%6Fds/p", "readCoreV1NamespacedPod")]
    [InlineData("get", "/logs/a/b/c", "logFileHandler")]
    [InlineData("get", "/logs/", "logFileListHandler")]
    [InlineData("watch", "/api/v1/pods?watch=true", "listCoreV1PodForAllNamespaces")]
    [InlineData("watch", "/api/v1/watch/pods", "watchCoreV1PodListForAllNamespaces")]
    [InlineData("", "/api/v1/namespaces/a/pods/p/proxy", "connectCoreV1OptionsNamespacedPodProxy")]
    [InlineData("deletecollection", "/api/v1/namespaces/a/pods", "deleteCoreV1CollectionNamespacedPod")]
    [InlineData("create", "/api/v1/namespaces/a/pods/p/exec?command=sh", "connectCoreV1PostNamespacedPodExec")]
    [InlineData("get", "/version", "getCodeVersion")]
    [InlineData("get", "/api/v1/nodes/n/proxy//double", "connectCoreV1GetNodeProxyWithPath")]
    public void Requests_that_led_earlier_tools_astray_match(string verb, string uri, string operation) =>
        Match(uri, verb).ShouldBe(operation);

    [Theory]
    [InlineData("options", "/api/v1/namespaces/a/configmaps/c", MissReason.UnknownMethod)]
    [InlineData("head", "/api/v1/namespaces/a/configmaps/c", MissReason.UnknownMethod)]
    [InlineData("deletecollection", "/api/v1/pods", MissReason.UnknownMethod)]
    [InlineData("calebiscool", "/api/v1/nodes/n", MissReason.UnknownMethod)]
    [InlineData("get", "/api/v1/nerds/n/fun/cool/nice/one/two/three/four/five/six", MissReason.UnknownResource)]
    [InlineData("get", "/apis/example.com/v1/namespaces/ns/foos/x", MissReason.CustomResource)]
    [InlineData("get", "/apis/example.com/v1", MissReason.Discovery)]
    [InlineData("get", "/api/v1/namespaces/a/pods/p/foo", MissReason.UnknownResource)]
    [InlineData("get", "/apis/metrics.k8s.io/v1beta1/nodes", MissReason.AggregatedApi)]
    [InlineData("get", "/apis/apps/v1beta1/deployments", MissReason.UnknownVersion)]
    [InlineData("get", "/apis/settings.k8s.io/v1alpha1/podpresets", MissReason.UnknownVersion)]
    [InlineData("get", "/api/v2/pods", MissReason.UnknownVersion)]
    [InlineData("get", "/healthz/ping", MissReason.Health)]
    [InlineData("get", "/readyz", MissReason.Health)]
    [InlineData("get", "/metrics", MissReason.Health)]
    [InlineData("get", "/openapi/v2?timeout=32s", MissReason.OpenApi)]
    [InlineData("get", "/", MissReason.Discovery)]
    [InlineData("get", "/favicon.ico", MissReason.Static)]
    [InlineData("get", "example.com/v1/nodes", MissReason.Malformed)]
    [InlineData("get", "", MissReason.Malformed)]
    [InlineData("get", "/api/v1/namespaces/a/configmaps/a%2Fb", MissReason.UnknownResource)]
    [InlineData("list", "/api/v1/namespaces//pods", MissReason.EmptySegment)]
    [InlineData("list", "/api/v1/namespaces/%2Fpods", MissReason.EmptySegment)]
    [InlineData("get", "//version", MissReason.EmptySegment)]
    [InlineData("get", "/api/v1/pods/web-1", MissReason.NeedsNamespace)]
    [InlineData("get", "/apis/apps/v1/deployments/web/scale", MissReason.NeedsNamespace)]
    [InlineData("get", "/api/v1/nodes/n/nosuch", MissReason.UnknownResource)]
    [InlineData("list", "/apis/snapshot.storage.k8s.io/v1/volumesnapshots", MissReason.ExtensionApi)]
    [InlineData("(absent)", "/api/v1/nodes", MissReason.NoVerb)]
    [InlineData("(absent)", "/apis/example.com/v1/foos", MissReason.CustomResource)]
    [InlineData("", "/api/v1/nodes", MissReason.UnknownMethod)]
    [InlineData("get", "/example.com/v1/nodes/n", MissReason.Other)]
    public void What_matches_nothing_is_named(string verb, string uri, MissReason reason)
    {
        Match(uri, verb).ShouldBeNull();

        Miss(uri, verb).Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData("/apis/example.com/v1/namespaces/ns/foos/x/status", "example.com/v1 foos/status")]
    [InlineData("/apis/example.com/v1/foos", "example.com/v1 foos")]
    [InlineData("/api/v1/namespaces/a/nerds/n", "v1 nerds")]
    [InlineData("/readyz/etcd", "/readyz")]
    public void A_miss_says_what_was_asked_for_without_names_of_objects(string uri, string name) => Miss(uri, "get").Name.ShouldBe(name);

    [Fact]
    public void The_matcher_agrees_with_the_slow_one_on_generated_requests()
    {
        var names = Gen.OneOf(
            "proxy", "status", "watch", "metrics", "healthz", "namespaces", "pods", "a%2Fb", "v1", "x", "HEAD", "%", "%zz", "ü", "finalize",
            "{name}");
        var template = Gen.OneOf(s_release.Operations.Select(o => o.Path).Distinct().ToArray());
        var filled = Gen.Select(template, names.Array[8], Gen.Int[0, 5])
            .Select((path, with, tweak) => Tweak(Fill(path, with), with[7], tweak));
        var verbs = Gen.OneOf("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "", "head");

        Gen.Select(filled, verbs).Sample((path, verb) =>
        {
            var method = AuditVerb.Method(Encoding.UTF8.GetBytes(verb));
            Match(path, verb).ShouldBe(s_slow.Match(path, method)?.Id, $"{verb} {path}");
        }, iter: 4_000);
    }

    [Fact]
    public void Misses_of_one_shape_have_one_name()
    {
        var segment =
            Gen.OneOf("", "", "a.b", "a.b", "v1", "v2", "namespaces", "namespaces", "pods", "x", "y", "status", "apps", "api", "apis", "~");
        var path = Gen.Select(Gen.OneOf("/api/", "/apis/"), segment.Array[0, 9], (root, rest) => root + string.Join('/', rest));
        var naming = new MissNaming(s_release, () => new HashSet<string>());
        var names = new Dictionary<ulong, (MissReason, string)>();

        Gen.Select(path, Gen.Int[0, 1], Gen.Bool).Sample(
            (uri, verb, known) =>
            {
                var shape = MissShape.Of(PathOf(uri), (short)verb, known);
                var name = naming.Of(PathOf(uri), verb == 0 ? "get"u8 : "list"u8, known);
                if (uri.Trim('/').Contains("//", StringComparison.Ordinal))
                {
                    shape.ShouldBe(0ul);
                    return;
                }

                shape.ShouldNotBe(0ul);
                if (!names.TryAdd(shape, name)) names[shape].ShouldBe(name, uri);
            },
            iter: 20_000, threads: 1);

        names.Count.ShouldBeLessThan(15_000, "shapes must repeat");
        MissShape.Of("/healthz"u8, 0, false).ShouldBe(0ul);
        MissShape.Of("/apis/a%2Eb/v1/x"u8, 0, false).ShouldBe(0ul);
    }

    static string Fill(string template, string[] names)
    {
        var next = 0;
        return Regex.Replace(template, @"\{[^}]+\}", _ => names[next++ % names.Length]);
    }

    static string Tweak(string path, string name, int tweak) => tweak switch
    {
        0 => path.TrimEnd('/') + "/" + name,
        1 => path.TrimEnd('/') + "/",
        2 => path[..Math.Max(1, path.LastIndexOf('/'))],
        3 => path.Replace("/v1/", $"/{name}/", StringComparison.Ordinal),
        _ => path,
    };

    static string Canonical(string template) =>
        Regex.Replace(template, @"\{[^}]+\}", m => m.Value is "{path}" or "{logpath}" ? "some/path/here" : "x");

    static string VerbOf(Operation operation) => operation.Method switch
    {
        ApiMethod.Post => "create",
        ApiMethod.Put => "update",
        ApiMethod.Patch => "patch",
        ApiMethod.Delete => "delete",
        ApiMethod.Options => "",
        _ => "get",
    };

    static string? Match(string uri, string verb) => Found(s_release, s_matcher, uri, verb);

    static string? Found(Release release, OperationMatcher matcher, string uri, string verb) =>
        matcher.Match(PathOf(uri), AuditVerb.Method(Encoding.UTF8.GetBytes(verb)), out _) is >= 0 and var i
            ? release.Operations[i].Id
            : null;

    static (MissReason Reason, string Name) Miss(string uri, string verb)
    {
        s_matcher.Match(PathOf(uri), AuditVerb.Method(Encoding.UTF8.GetBytes(verb)), out var pathIsKnown);
        return new MissNaming(s_release, () => new HashSet<string> { "settings.k8s.io" })
            .Of(PathOf(uri), Encoding.UTF8.GetBytes(verb), pathIsKnown);
    }

    static byte[] PathOf(string uri) => Encoding.UTF8.GetBytes(uri.Split('?')[0]);
}
