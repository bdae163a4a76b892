using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>Talos: its log is on already; the policy is set by a patch of the machine's configuration.</summary>
/// <remarks>Source: Talos's reference of the configuration, v1alpha1 up to 1.13, and KubeAuditPolicyConfig from 1.14 on.</remarks>
internal static class TalosSetup
{
    const string Log = "/var/log/audit/kube/kube-apiserver.log";

    /// <summary>The first argument, or an error.</summary>
    const string Node = "{1:?name a node of the control plane}";

    /// <summary>The set-up. There is none by webhook.</summary>
    /// <exception cref="NotSupportedException">A webhook is wanted.</exception>
    public static ClusterSetup Of(SetupRequest request)
    {
        if (request.Webhook is not null)
            throw new NotSupportedException(
                "Talos has dropped the API server's audit flags without a word in some versions (siderolabs/talos issue 13328), so there "
                    + "is no set-up by webhook for it. Its log is on from the start: apisnoop setup talos");
        return new(
            "Talos",
            [
                .. SetupFiles.Of(request, ""),
                new("talos-1.13.yaml", $"""
                    # For Talos up to 1.13. The policy that was there is replaced.
                    cluster:
                      apiServer:
                        auditPolicy:
                    {Indent(request.Policy, 6)}

                    """),
                new("talos-1.14.yaml", $"""
                    # For Talos 1.14 and later, where the policy is a document of its own.
                    apiVersion: v1alpha1
                    kind: KubeAuditPolicyConfig
                    configuration:
                    {Indent(request.Policy, 2)}

                    """),
                new("check.sh", $"""
                    #!/bin/sh
                    # Says whether the API server of a node writes its log.
                    set -eu
                    node=${Node}
                    if talosctl --nodes "$node" read {Log} | head -n 1 | grep -q audit.k8s.io/v1; then
                      echo "The API server writes its audit log."
                    else
                      echo "There is no event in {Log} of $node." >&2
                      echo "See the other files there: talosctl --nodes $node list /var/log/audit/kube" >&2
                      exit 1
                    fi

                    """),
            ],
            [
                $"talosctl --nodes NODE patch machineconfig --patch @{request.Folder}/talos-1.14.yaml   # up to 1.13: talos-1.13.yaml",
                $"sh {request.Folder}/check.sh NODE",
                $"talosctl --nodes NODE read {Log} | apisnoop load-audit - my-app",
            ],
            [
                "Talos logs at level Metadata from the start, so without the patch there is a log, too.",
                "A log that was turned over has a time in its name: talosctl --nodes NODE list /var/log/audit/kube lists them.",
            ],
            "talosctl --nodes NODE edit machineconfig, and take the policy away");
    }
}
