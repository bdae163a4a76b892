using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>kind: a cluster in containers.</summary>
/// <remarks>
/// The patch names no kubeadm version: kind translates such a one for the version that a node image has, and passes over one of another
/// version without a word (nodes of 1.36 and later have v1beta4). Source: kind's page on auditing, and kind's change of 2026.
/// </remarks>
internal static class KindSetup
{
    const string At = "/etc/kubernetes/apisnoop";
    const string Logs = "/var/log/kubernetes";
    const string Node = "apisnoop-control-plane";

    public static ClusterSetup Of(SetupRequest request)
    {
        var flags = AuditFlags.Of(request, At, $"{Logs}/kube-apiserver-audit.log");
        return new(
            "kind",
            [
                .. SetupFiles.Of(request, At),
                new("kind.yaml", $"""
                    # A cluster of one node whose API server writes its audit events. Paths are relative to this folder.
                    kind: Cluster
                    apiVersion: kind.x-k8s.io/v1alpha4
                    nodes:
                      - role: control-plane
                        # Into the node, and from there, by extraVolumes, into the API server.
                        extraMounts:
                          - hostPath: ./{Etc}
                            containerPath: {At}
                            readOnly: true
                        kubeadmConfigPatches:
                          # No apiVersion: kind makes of it what the node's kubeadm reads.
                          - |
                            kind: ClusterConfiguration
                            apiServer:
                              extraArgs:
                    {Lines(flags.Select(f => $"            {f.Name}: \"{f.Value}\""))}
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

                    """),
                new("start.sh", $"""
                    #!/bin/sh
                    # Makes the cluster.
                    {Start(request, "kind", "docker")}kind create cluster --name apisnoop --config kind.yaml

                    """),
                Check(flags, $"docker exec {Node} cat /etc/kubernetes/manifests/kube-apiserver.yaml"),
            ],
            Commands(
                request, $"sh {request.Folder}/start.sh", $"sh {request.Folder}/check.sh",
                $"docker exec {Node} cat {Logs}/kube-apiserver-audit.log"),
            [
                "The node is a container: it does not reach the loopback address of your machine. On Linux the address of its network "
                    + "does, which docker network inspect kind tells; Docker Desktop has the name host.docker.internal.",
            ],
            "kind delete cluster --name apisnoop");
    }
}
