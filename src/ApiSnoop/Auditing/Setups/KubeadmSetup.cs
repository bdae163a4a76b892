using System.Collections.Immutable;
using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>kubeadm: a new cluster by its configuration, or any control plane that kubeadm made by patches.</summary>
/// <remarks>
/// Source: the types of kubeadm.k8s.io v1beta3 (flags as a map) and v1beta4 (as a list; 1.31), and kubeadm's page on patches.
/// </remarks>
internal static class KubeadmSetup
{
    public const string At = "/etc/kubernetes/apisnoop";
    public const string Log = Logs + "/kube-apiserver-audit.log";
    const string Logs = "/var/log/kubernetes";
    const string JsonPath = "jsonpath={.data.ClusterConfiguration}";
    const string Manifest = "/etc/kubernetes/manifests/kube-apiserver.yaml";

    public static ClusterSetup Of(SetupRequest request)
    {
        var flags = AuditFlags.Of(request, At, Log);
        return new(
            "kubeadm",
            [
                .. SetupFiles.Of(request, At),
                Configuration("v1beta3", "1.22 to 1.30", flags.Select(f => $"    {f.Name}: \"{f.Value}\"")),
                Configuration(
                    "v1beta4", "1.31 and later", flags.SelectMany(f => new[] { $"    - name: {f.Name}", $"      value: \"{f.Value}\"" })),
                new("start.sh", $"""
                    #!/bin/sh
                    # Makes a control plane on this machine. Run it as root. For one that is there already take: apisnoop setup bare
                    {Start(request, "kubeadm")}mkdir -p {At}
                    cp {Etc}/* {At}/
                    chmod 600 {At}/*
                    # From 1.31 on kubeadm reads v1beta4; before it knew v1beta3 only.
                    minor=$(kubeadm version -o short | sed 's/^v1[.]\([0-9]*\).*/\1/')
                    if [ "$minor" -ge 31 ]; then version=v1beta4; else version=v1beta3; fi
                    kubeadm init --config "kubeadm-$version.yaml"

                    """),
                Check(flags, $"cat {Manifest}"),
            ],
            Commands(request, $"sudo sh {request.Folder}/start.sh", $"sudo sh {request.Folder}/check.sh", $"sudo cat {Log}"),
            [
                "Have you a configuration of your own? Put apiServer from here into its ClusterConfiguration. kubeadm config migrate turns "
                    + "the one form into the other. Cluster API has the map, in kubeadmConfigSpec.clusterConfiguration.",
            ],
            "sudo kubeadm reset");
    }

    /// <summary>A script for any machine with kubeadm, whether or not there is a control plane yet.</summary>
    public static ClusterSetup OfBare(SetupRequest request)
    {
        var flags = AuditFlags.Of(request, At, Log);
        return new(
            "any machine with kubeadm",
            [
                .. SetupFiles.Of(request, At),
                Patch(flags),
                new("start.sh", $"""
                    #!/bin/sh
                    # Turns auditing on in the control plane of this machine, or makes one. Run it as root, on each control plane.
                    # The API server is restarted by the kubelet, which takes about a minute. It may be run again.
                    {Start(request, "kubeadm")}mkdir -p {At}
                    cp {Etc}/* {At}/
                    chmod 600 {At}/*
                    if [ -f {Manifest} ]; then
                      # The manifest is written anew, of the cluster's own configuration and our patch.
                      current=$(mktemp)
                      trap 'rm -f "$current"' EXIT
                      kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system get configmap kubeadm-config \
                        -o "{JsonPath}" > "$current"
                      grep -q -- {At}/ {Manifest} || cp {Manifest} {At}/kube-apiserver.yaml.before
                      kubeadm init phase control-plane apiserver --config "$current" --patches patches
                    else
                      kubeadm init --patches patches
                    fi

                    """),
                Check(flags, $"cat {Manifest}"),
            ],
            Commands(request, $"sudo sh {request.Folder}/start.sh", $"sudo sh {request.Folder}/check.sh", $"sudo cat {Log}"),
            [
                $"The manifest as it was is kept in {At}/kube-apiserver.yaml.before.",
                "An upgrade by kubeadm writes the manifest anew: give it --patches, too, or run start.sh again.",
            ],
            $"sudo cp {At}/kube-apiserver.yaml.before {Manifest}");
    }

    /// <summary>The patch of the API server's pod; its name tells kubeadm what it is for and of which kind it is.</summary>
    public static SetupFile Patch(ImmutableArray<AuditFlag> flags) => new("patches/kube-apiserver0+json.yaml", $"""
        # Added to what kubeadm makes of the API server's pod (a JSON patch).
        {Lines(flags.SelectMany(f => new[] { "- op: add", "  path: /spec/containers/0/command/-", $"  value: \"--{f.Name}={f.Value}\"" }))}
        {Lines(Mounts)}

        """);

    static IEnumerable<string> Mounts =>
        from mount in new[] { (Name: "apisnoop", Path: At), (Name: "apisnoop-logs", Path: Logs) }
        from line in new[]
        {
            "- op: add", "  path: /spec/containers/0/volumeMounts/-", "  value:", $"    name: {mount.Name}", $"    mountPath: {mount.Path}",
            "- op: add", "  path: /spec/volumes/-", "  value:", $"    name: {mount.Name}", "    hostPath:", $"      path: {mount.Path}",
            "      type: DirectoryOrCreate",
        }
        select line;

    static SetupFile Configuration(string version, string releases, IEnumerable<string> flags) => new($"kubeadm-{version}.yaml", $"""
        # For Kubernetes {releases}.
        apiVersion: kubeadm.k8s.io/{version}
        kind: ClusterConfiguration
        apiServer:
          extraArgs:
        {Lines(flags)}
          extraVolumes:
            - name: apisnoop
              hostPath: {At}
              mountPath: {At}
              readOnly: true
              pathType: DirectoryOrCreate
            - name: apisnoop-logs
              hostPath: {Logs}
              mountPath: {Logs}
              readOnly: false
              pathType: DirectoryOrCreate

        """);
}
