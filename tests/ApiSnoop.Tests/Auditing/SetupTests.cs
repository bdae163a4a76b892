using System.Diagnostics;
using ApiSnoop.Auditing.Policies;
using ApiSnoop.Auditing.Setups;
using ApiSnoop.Catalog;
using ApiSnoop.Tests.Recording;
using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Tests.Auditing;

/// <summary>What setup writes: the same as under capture/, well-formed, with keys that are spelled as their projects spell them.</summary>
public sealed class SetupTests : IDisposable
{
    /// <summary>The API server's flags about auditing that set-ups use.</summary>
    /// <remarks>Source: the reference of kube-apiserver.</remarks>
    static readonly string[] s_flags =
    [
        "audit-policy-file", "audit-log-path", "audit-log-maxsize", "audit-log-maxbackup", "audit-log-maxage", "audit-webhook-config-file",
        "audit-webhook-mode", "audit-webhook-batch-max-size", "audit-webhook-batch-max-wait", "audit-webhook-batch-throttle-enable",
        "audit-webhook-batch-throttle-qps", "audit-webhook-batch-throttle-burst", "audit-webhook-batch-buffer-size",
    ];

    readonly TemporaryFolder _folder = new();

    public static TheoryData<string, bool> Setups
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var name in ClusterSetups.Names)
            {
                all.Add(name, false);
                if (name != "talos") all.Add(name, true);
            }

            return all;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Setups))]
    public void What_is_under_capture_is_what_is_written(string name, bool webhook)
    {
        var folder = Repository.Path($"capture/{name}{(webhook ? "/webhook" : "")}");
        var accept = Environment.GetEnvironmentVariable("APISNOOP_ACCEPT") == "1";
        foreach (var file in Of(name, webhook).Files)
        {
            var path = Path.Combine(folder, file.Path);
            if (accept)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text);
            }

            (File.Exists(path) ? File.ReadAllText(path) : "").ShouldBe(
                file.Text, $"{path}: APISNOOP_ACCEPT=1 ./test -class '*.SetupTests' writes it anew");
        }

        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f))
            .Where(f => webhook || !f.StartsWith("webhook")).ShouldBe(Of(name, webhook).Files.Select(f => f.Path), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public void Every_file_is_well_formed_and_no_script_ends_in_an_error_of_its_shell(string name, bool webhook)
    {
        foreach (var file in Of(name, webhook).Files)
        {
            if (file.Path.EndsWith(".yaml")) Yaml.Read(file.Text);
            if (file.Path.EndsWith(".sh")) Run("sh", "-n", Write(file)).ShouldBe((0, ""), file.Path);
            if (file.Path.EndsWith(".sh") && Has("shellcheck")) Run("shellcheck", Write(file)).ShouldBe((0, ""), file.Path);
            if (file.Path.EndsWith(".tf") && Has("terraform")) Run("terraform", "fmt", "-check", Write(file)).Code.ShouldBe(0, file.Path);
            file.Text.ShouldEndWith("\n");
            file.Text.ShouldNotContain("\t");
        }
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public void Three_commands_are_to_be_run_and_the_policy_and_the_way_to_the_receiver_are_among_the_files(string name, bool webhook)
    {
        var setup = Of(name, webhook);

        setup.Commands.Length.ShouldBe(3);
        setup.Commands.Count(c => c.Contains("apisnoop load-audit - my-app")).ShouldBe(webhook ? 0 : 1);
        setup.Commands.Count(c => c == "apisnoop capture --capture-url https://0.0.0.0:9443/audit --capture-host apisnoop.example.org")
            .ShouldBe(webhook ? 1 : 0);
        PolicyFile.Read(setup.Files.Single(f => f.Path == "etc/audit-policy.yaml").Text, "policy").ShouldNotBeNull();
        if (webhook)
            Yaml.Read(setup.Files.Single(f => f.Path == "etc/apisnoop-webhook.yaml").Text).Text("clusters.0.cluster.server")
                .ShouldBe("https://apisnoop.example.org:9443/audit");
        setup.Files.Single(f => f.Path == "README.md").Text.ShouldContain("    " + setup.Commands[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_patch_of_kind_names_no_version_and_its_flags_are_a_map(bool webhook)
    {
        var kind = Read("kind", "kind.yaml", webhook);
        kind.Text("apiVersion").ShouldBe("kind.x-k8s.io/v1alpha4");
        kind.Keys("nodes.0").ShouldBe(["role", "extraMounts", "kubeadmConfigPatches"]);
        kind.Keys("nodes.0.extraMounts.0").ShouldBe(["hostPath", "containerPath", "readOnly"]);

        var patch = Yaml.Read(kind.Text("nodes.0.kubeadmConfigPatches.0"));
        patch.Keys("apiServer").ShouldBe(["extraArgs", "extraVolumes"]);
        ((YamlMappingNode)patch).Children.Keys.Select(k => k.ToString()).ShouldBe(["kind", "apiServer"]);
        patch.Text("kind").ShouldBe("ClusterConfiguration");
        ShouldBeFlags(patch.Keys("apiServer.extraArgs"), webhook);
        ShouldBeVolumes(patch, patch.Text("apiServer.extraArgs.audit-policy-file"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void For_kubeadm_flags_are_a_map_up_to_v1beta3_and_a_list_from_v1beta4_on(bool webhook)
    {
        var (old, now) = (Read("kubeadm", "kubeadm-v1beta3.yaml", webhook), Read("kubeadm", "kubeadm-v1beta4.yaml", webhook));

        old.Text("apiVersion").ShouldBe("kubeadm.k8s.io/v1beta3");
        now.Text("apiVersion").ShouldBe("kubeadm.k8s.io/v1beta4");
        ShouldBeFlags(old.Keys("apiServer.extraArgs"), webhook);
        now.Items("apiServer.extraArgs").Select(i => i.Text("name")).ShouldBe(old.Keys("apiServer.extraArgs"));
        now.Items("apiServer.extraArgs").ShouldAllBe(i => string.Join(',', Keys(i)) == "name,value");
        now.Items("apiServer.extraArgs").Select(i => i.Text("value")).ShouldBe(
            old.Keys("apiServer.extraArgs").Select(k => old.Text("apiServer.extraArgs." + k)));
        foreach (var form in new[] { old, now }) ShouldBeVolumes(form, "/etc/kubernetes/apisnoop/audit-policy.yaml");
    }

    [Theory]
    [InlineData("bare", false)]
    [InlineData("bare", true)]
    [InlineData("gce", false)]
    [InlineData("gce", true)]
    public void Where_there_is_a_control_plane_its_pod_is_patched(string name, bool webhook)
    {
        var patch = ((YamlSequenceNode)Read(name, "patches/kube-apiserver0+json.yaml", webhook)).ToList();

        patch.ShouldAllBe(p => p.Text("op") == "add");
        ShouldBeFlags(
            [.. patch.Where(p => p.Text("path").EndsWith("/command/-")).Select(p => p.Text("value").Split('=')[0][2..])], webhook);
        var mounts = patch.Where(p => p.Text("path") == "/spec/containers/0/volumeMounts/-").Select(p => p.Text("value.mountPath"));
        patch.Where(p => p.Text("path") == "/spec/volumes/-").Select(p => p.Text("value.hostPath.path")).ShouldBe(mounts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void K3s_and_RKE2_take_flags_as_a_list_that_is_added_to(bool webhook)
    {
        var k3s = Read("k3s", "apisnoop.yaml", webhook);
        ShouldBeFlags([.. k3s.Items("kube-apiserver-arg+").Select(a => a.ToString().Split('=')[0])], webhook);

        var rke2 = Read("rke2", "apisnoop.yaml", webhook);
        rke2.Text("audit-policy-file").ShouldBe("/etc/rancher/rke2/apisnoop/audit-policy.yaml");
        rke2.Items("kube-apiserver-arg+").ShouldAllBe(a => s_flags.Contains(a.ToString().Split('=', 2)[0]));
        rke2.Items("kube-apiserver-arg+").Select(a => a.ToString().Split('=')[0]).ShouldNotContain("audit-policy-file");
        rke2.Items("kube-apiserver-arg+").Select(a => a.ToString().Split('=')[0]).ShouldNotContain("audit-log-path");
        Keys(rke2).Contains("kube-apiserver-extra-mount+").ShouldBe(webhook);
    }

    [Fact]
    public void K3d_mounts_the_folder_and_gives_each_flag_to_servers()
    {
        var script = Text("k3d", "start.sh", webhook: false);

        script.ShouldContain("--volume \"$PWD/etc:/var/lib/rancher/k3s/server/apisnoop@server:*\"");
        script.ShouldContain(
            "--k3s-arg '--kube-apiserver-arg=audit-policy-file=/var/lib/rancher/k3s/server/apisnoop/audit-policy.yaml@server:*'");
        script.ShouldContain("--k3s-arg '--kube-apiserver-arg=audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log@server:*'");
    }

    [Fact]
    public void Minikube_finds_the_policy_among_the_certificates_and_logs_to_its_standard_output()
    {
        var script = Text("minikube", "start.sh", webhook: false);

        script.ShouldContain("$HOME/.minikube/files/etc/ssl/certs");
        script.ShouldContain("--extra-config=apiserver.audit-policy-file=/etc/ssl/certs/audit-policy.yaml");
        script.ShouldContain("--extra-config=apiserver.audit-log-path=-");
        script.ShouldNotContain("Audit.LogOptions");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kops_has_its_files_below_the_folder_that_the_API_server_sees(bool webhook)
    {
        var spec = Read("kops", "kops.yaml", webhook).At("spec");
        string[] known =
        [
            "auditLogPath", "auditLogMaxAge", "auditLogMaxBackups", "auditLogMaxSize", "auditPolicyFile", "auditWebhookConfigFile",
            "auditWebhookMode", "auditWebhookBatchBufferSize", "auditWebhookBatchMaxSize", "auditWebhookBatchMaxWait",
            "auditWebhookBatchThrottleEnable", "auditWebhookBatchThrottleQps", "auditWebhookBatchThrottleBurst",
        ];

        spec.Keys("kubeAPIServer").ShouldAllBe(k => known.Contains(k));
        spec.Items("fileAssets").ShouldAllBe(
            a => a.Text("path").StartsWith("/srv/kubernetes/kube-apiserver/") && a.Text("roles.0") == "ControlPlane");
        spec.Items("fileAssets").Select(a => a.Text("path")).ShouldContain(spec.Text("kubeAPIServer.auditPolicyFile"));
        PolicyFile.Read(spec.Text("fileAssets.0.content"), "content").ShouldNotBeNull();
        if (webhook) spec.Items("fileAssets").Select(a => a.Text("path")).ShouldContain(spec.Text("kubeAPIServer.auditWebhookConfigFile"));
    }

    [Fact]
    public void Talos_has_the_policy_by_version()
    {
        Read("talos", "talos-1.13.yaml", false).Text("cluster.apiServer.auditPolicy.kind").ShouldBe("Policy");
        var now = Read("talos", "talos-1.14.yaml", false);
        (now.Text("apiVersion"), now.Text("kind")).ShouldBe(("v1alpha1", "KubeAuditPolicyConfig"));
        now.Text("configuration.kind").ShouldBe("Policy");
        Should.Throw<NotSupportedException>(() => Of("talos", webhook: true)).Message.ShouldContain("13328");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4_000)]
    [InlineData(4_001)]
    [InlineData(12_000)]
    [InlineData(1_000_000)]
    public void The_batches_of_a_webhook_carry_the_wanted_rate_and_never_less_than_by_default(int rate)
    {
        var arguments = Read("kind", "kind.yaml", webhook: true, rate).Text("nodes.0.kubeadmConfigPatches.0");
        var flags = Yaml.Read(arguments).At("apiServer.extraArgs");
        int Flag(string name) => int.Parse(flags.Text("audit-webhook-batch-" + name), System.Globalization.CultureInfo.InvariantCulture);

        Flag("max-size").ShouldBe(400);
        (Flag("throttle-qps") * 400L).ShouldBeGreaterThanOrEqualTo(rate);
        Flag("throttle-qps").ShouldBeGreaterThanOrEqualTo(10);
        Flag("throttle-burst").ShouldBeGreaterThanOrEqualTo(Flag("throttle-qps") * 3 / 2);
        Flag("buffer-size").ShouldBeGreaterThanOrEqualTo(10_000);
    }

    [Fact]
    public void A_kubeconfig_of_the_receiver_is_taken_as_it_is_and_is_a_secret()
    {
        var request = Request("x", webhook: true) with { Kubeconfig = "apiVersion: v1\n" };
        var files = ClusterSetups.Of("kind", request).Files;

        files.Single(f => f.Path == "etc/apisnoop-webhook.yaml").ShouldBe(new("etc/apisnoop-webhook.yaml", "apiVersion: v1\n", true));
        files.Single(f => f.Path == "start.sh").Text.ShouldNotContain("apisnoop-token");
        ClusterSetups.Of("kops", request).Files.Single(f => f.Path == "kops.yaml").IsSecret.ShouldBeTrue();
    }

    /// <summary>The script runs for real; what it asks is put in the place of docker.</summary>
    [Theory]
    [InlineData("--audit-policy-file=/x --audit-log-path=/y --audit-log-maxsize=1 --audit-log-maxbackup=1 --audit-log-maxage=7", 0,
        "The API server got all 5 flags.")]
    [InlineData("--audit-policy-file=/x", 1, "The API server did not get --audit-log-path.")]
    public void A_check_tells_which_flag_did_not_arrive(string manifest, int code, string says)
    {
        var docker = Path.Combine(_folder.Path, "docker");
        File.WriteAllText(docker, $"#!/bin/sh\necho '{manifest}'\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (exit, printed) = Run("sh", Write(Of("kind", webhook: false).Files.Single(f => f.Path == "check.sh")));

        exit.ShouldBe(code);
        printed.ShouldContain(says);
    }

    static void ShouldBeFlags(IReadOnlyList<string> flags, bool webhook)
    {
        flags.ShouldAllBe(f => s_flags.Contains(f));
        flags.ShouldBeUnique();
        flags.ShouldContain("audit-policy-file");
        flags.Contains("audit-webhook-config-file").ShouldBe(webhook);
        flags.Contains("audit-log-path").ShouldBe(!webhook);
    }

    static void ShouldBeVolumes(YamlNode configuration, string policy)
    {
        foreach (var volume in configuration.Items("apiServer.extraVolumes"))
            Keys(volume).ShouldBe(["name", "hostPath", "mountPath", "readOnly", "pathType"]);
        configuration.Items("apiServer.extraVolumes").ShouldContain(v => policy.StartsWith(v.Text("mountPath") + "/"));
    }

    static List<string> Keys(YamlNode map) =>
        [.. ((YamlMappingNode)map).Children.Keys.Select(k => k.ToString())];

    static YamlNode Read(string name, string path, bool webhook, int rate = SetupRequest.UsualRate) =>
        Yaml.Read(Text(name, path, webhook, rate));

    static string Text(string name, string path, bool webhook, int rate = SetupRequest.UsualRate) =>
        ClusterSetups.Of(name, Request(name, webhook) with { Rate = rate }).Files.Single(f => f.Path == path).Text;

    static ClusterSetup Of(string name, bool webhook) => ClusterSetups.Of(name, Request(name, webhook));

    static SetupRequest Request(string name, bool webhook) => new()
    {
        Policy = WrittenPolicy.For(PolicyPurpose.Coverage, [], KubernetesCatalog.Shipped.Load(KubernetesCatalog.Shipped.Newest)).Text,
        Webhook = webhook ? new Uri("https://apisnoop.example.org:9443/audit") : null,
        Folder = $"capture/{name}{(webhook ? "/webhook" : "")}",
    };

    string Write(SetupFile file)
    {
        var path = Path.Combine(_folder.Path, Path.GetFileName(file.Path));
        File.WriteAllText(path, file.Text);
        return path;
    }

    static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, program)));

    (int Code, string Printed) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = _folder.Path + ":" + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
