using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>minikube.</summary>
/// <remarks>
/// Of the folders that minikube copies into its machine the API server mounts one, that of the certificates. Source: minikube's tutorial on
/// audit policies.
/// </remarks>
internal static class MinikubeSetup
{
    const string At = "/etc/ssl/certs";

    public static ClusterSetup Of(SetupRequest request)
    {
        var flags = AuditFlags.Of(request, At, "-");
        return new(
            "minikube",
            [
                .. SetupFiles.Of(request, At),
                new("start.sh", $"""
                    #!/bin/sh
                    # Copies policy and kubeconfig to where minikube takes files from, and starts it with the API server's flags.
                    {Start(request, "minikube", "kubectl")}synced="$HOME/.minikube/files{At}"
                    mkdir -p "$synced"
                    cp {Etc}/* "$synced/"
                    # One that runs would keep its flags.
                    minikube stop || true
                    minikube start \
                    {Lines(flags.Select((f, i) => $"  --extra-config=apiserver.{f.Name}={f.Value}{(i < flags.Length - 1 ? " \\" : "")}"))}

                    """),
                Check(flags, "kubectl --context minikube -n kube-system get pod kube-apiserver-minikube -o yaml"),
            ],
            Commands(
                request, $"sh {request.Folder}/start.sh", $"sh {request.Folder}/check.sh",
                "kubectl --context minikube logs kube-apiserver-minikube -n kube-system | grep audit.k8s.io/v1"),
            [
                "Without a webhook the events are in the log of the API server's container, among its own lines. The container runtime "
                    + "turns that log over at 10 MB: record soon, or take a webhook.",
                "The machine of minikube reaches yours by the name host.minikube.internal.",
            ],
            $"minikube delete; rm -f ~/.minikube/files{At}/{PolicyName} ~/.minikube/files{At}/apisnoop-*");
    }
}
