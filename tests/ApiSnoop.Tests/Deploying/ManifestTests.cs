using ApiSnoop.Cli.Commands;
using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Tests.Deploying;

/// <summary>What <c>deploy</c> asks of a cluster is what a cluster knows, and what the command line takes.</summary>
public sealed class ManifestTests(ManifestTests.Schema schema) : IClassFixture<ManifestTests.Schema>
{
    public static TheoryData<string> Files => [.. Manifests.Files];

    public static TheoryData<string> Overlays =>
        [.. Manifests.Kustomizations.Select(k => Path.GetDirectoryName(k)!).Where(k => k.Contains("overlays"))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_is_known_to_Kubernetes_1_36(string file)
    {
        foreach (var item in Manifests.Documents(file)) schema.Known.Mistakes(item, Manifests.IsPatch(file)).ShouldBeEmpty(file);
    }

    [Theory]
    [InlineData("spec: { replicas: many, selector: {}, template: {} }", "Deployment.spec.replicas is 'many', which is no integer")]
    [InlineData("spec: { replica: 1, selector: {}, template: {} }", "Deployment.spec has no field replica")]
    [InlineData("spec: { selector: {} }", "Deployment.spec lacks template")]
    [InlineData("spec: { selector: [], template: {} }", "Deployment.spec.selector should be of type object")]
    [InlineData("metadata: { labels: { on: true } }", "Deployment.metadata.labels.on is 'true', which is no string")]
    public void What_an_API_server_would_refuse_is_found(string fields, string mistake)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader("apiVersion: apps/v1\nkind: Deployment\n" + fields));

        schema.Known.Mistakes((YamlMappingNode)yaml.Documents[0].RootNode, patch: false).ShouldBe([mistake]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void An_overlay_is_made_of_files_that_are_there_and_of_no_object_twice(string overlay)
    {
        var items = Manifests.Resources(overlay).Select(Identity).ToList();

        items.ShouldNotBeEmpty();
        items.ShouldBeUnique();
        foreach (var patch in Manifests.Documents($"{overlay}/kustomization.yaml").Single().List("patches"))
            foreach (var item in Manifests.Documents(Path.Join(overlay, ((YamlMappingNode)patch).Text("path"))))
                items.ShouldContain(Identity(item), "a patch is laid over an object that is there");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Pods_are_as_restricted_as_their_namespace_demands(string overlay)
    {
        var pods = Manifests.Resources(overlay).Select(Manifests.Pod).OfType<YamlMappingNode>().ToList();

        pods.ShouldNotBeEmpty();
        foreach (var pod in pods)
        {
            var security = pod.Map("securityContext");
            security.Text("runAsNonRoot").ShouldBe("true");
            security.Map("seccompProfile").Text("type").ShouldBe("RuntimeDefault");
            pod.Text("automountServiceAccountToken").ShouldBe("false");
            foreach (var container in pod.List("containers").Cast<YamlMappingNode>())
            {
                var own = container.Map("securityContext");
                own.Text("allowPrivilegeEscalation").ShouldBe("false");
                own.Text("readOnlyRootFilesystem").ShouldBe("true");
                own.Map("capabilities").Texts("drop").ShouldBe(["ALL"]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Pods_mount_volumes_that_they_have_and_network_policies_choose_pods_that_there_are(string overlay)
    {
        var items = Manifests.Resources(overlay).ToList();
        foreach (var item in items.Where(i => Manifests.Pod(i) is not null))
        {
            var pod = Manifests.Pod(item)!;
            var volumes = pod.List("volumes").Cast<YamlMappingNode>().Select(v => v.Text("name"))
                .Concat(item.Map("spec").List("volumeClaimTemplates").Cast<YamlMappingNode>().Select(v => v.Map("metadata").Text("name")));
            foreach (var mount in pod.List("containers").Cast<YamlMappingNode>().SelectMany(c => c.List("volumeMounts")))
                volumes.ShouldContain(((YamlMappingNode)mount).Text("name"));
        }

        var labels = items.Where(i => Manifests.Pod(i) is not null)
            .Select(i => i.Map("spec").Map("template").Map("metadata").Map("labels")).Select(Pairs).ToList();
        foreach (var policy in items.Where(i => i.Text("kind") == "NetworkPolicy"))
            labels.ShouldContain(l => Pairs(policy.Map("spec").Map("podSelector").Map("matchLabels")).All(l.Contains), Identity(policy));
        foreach (var service in items.Where(i => i.Text("kind") == "Service"))
            labels.ShouldContain(l => Pairs(service.Map("spec").Map("selector")).All(l.Contains), Identity(service));
    }

    public static TheoryData<string> CommandLines => [.. Manifests.Files.Where(f => !Manifests.IsPatch(f)).SelectMany(Manifests.Documents)
        .Select(Manifests.Pod).OfType<YamlMappingNode>().SelectMany(p => p.List("containers")).Cast<YamlMappingNode>()
        .Select(c => string.Join('\n', c.Texts("args")))
        .Concat(Services().Where(s => s.Children.ContainsKey("command")).Select(s => string.Join('\n', s.Texts("command"))))];

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void A_container_is_given_a_command_line_that_works(string arguments)
    {
        if (arguments.Contains("--share", StringComparison.Ordinal) && !ApisnoopCommand.Names.Contains("commit"))
            Assert.Skip("Logs cannot be loaded in shares yet.");

        new ApisnoopCommand(named: null).Parse(arguments.Split('\n')).Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Images_and_builds_are_of_this_version()
    {
        var version = Cli.ToolVersion.Text;
        foreach (var file in Manifests.Kustomizations.Where(k => k.Contains("overlays")))
        {
            var image = (YamlMappingNode)Manifests.Documents(file).Single().List("images").Single();
            image.Text("newTag").ShouldBe(version, file);
        }

        Services().Select(s => s.Text("image")).ShouldContain($"apisnoop:{version}");
        File.ReadAllText(Repository.Path("Containerfile")).ShouldContain($"ARG VERSION={version}\n");
    }

    [Fact]
    public void As_many_shares_are_loaded_and_committed_as_pods_complete()
    {
        var load = Manifests.Documents("deploy/base/load-job/load.yaml").Single();
        var completions = load.Map("spec").Text("completions");

        Arguments(load).ShouldEndWith($"--share {completions}");
        Arguments(Manifests.Documents("deploy/base/load-job/commit.yaml").Single()).ShouldEndWith($"--shares {completions}");
    }

    static string Arguments(YamlMappingNode job) =>
        string.Join(' ', ((YamlMappingNode)Manifests.Pod(job)!.List("containers").Single()).Texts("args"));

    static IEnumerable<YamlMappingNode> Services() =>
        Manifests.Documents("compose.yaml").Single().Map("services").Children.Values.Cast<YamlMappingNode>();

    static string Identity(YamlMappingNode item) => $"{item.Text("kind")} {item.Map("metadata").Text("name")}";

    static HashSet<(string Key, string Value)> Pairs(YamlMappingNode map) =>
        [.. map.Children.Select(c => (((YamlScalarNode)c.Key).Value!, ((YamlScalarNode)c.Value).Value!))];

    /// <summary>The document, read once.</summary>
    public sealed class Schema : IDisposable
    {
        internal KubernetesSchema Known { get; } = new();

        public void Dispose() => Known.Dispose();
    }
}
