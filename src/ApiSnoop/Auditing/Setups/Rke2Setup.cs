using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>RKE2.</summary>
/// <remarks>
/// The policy has a key of its own, for which RKE2 makes the mount; the log stays where it is always mounted. Source: RKE2's server options
/// and rancher/rke2 issues 410 and 1653.
/// </remarks>
internal static class Rke2Setup
{
    const string At = "/etc/rancher/rke2/apisnoop";
    const string Log = "/var/lib/rancher/rke2/server/logs/audit.log";
    const string DropIn = "/etc/rancher/rke2/config.yaml.d";

    public static ClusterSetup Of(SetupRequest request)
    {
        var flags = AuditFlags.Of(request, At, Log);
        // The log's path is what RKE2 gives by itself, and the policy's has its key.
        var others = flags.Where(f => f.Name is not ("audit-policy-file" or "audit-log-path"));
        var mount = request.Webhook is null ? "" : $"""
            # The API server runs in a pod of its own, which does not see the folder otherwise.
            kube-apiserver-extra-mount+:
              - "{At}:{At}:ro"

            """;
        return new(
            "RKE2",
            [
                .. SetupFiles.Of(request, At),
                new("apisnoop.yaml", $"""
                    # Goes to {DropIn}/ and adds to what is in config.yaml there: the plus says so.
                    audit-policy-file: {At}/{PolicyName}
                    {mount}kube-apiserver-arg+:
                    {Lines(others.Select(f => $"  - \"{f.Name}={f.Value}\""))}

                    """),
                new("start.sh", $"""
                    #!/bin/sh
                    # Puts the files in their place and restarts RKE2. Run it as root on each server.
                    {Start(request, "rke2", "systemctl")}mkdir -p {At} {DropIn}
                    cp {Etc}/* {At}/
                    chmod 600 {At}/*
                    cp apisnoop.yaml {DropIn}/
                    systemctl restart rke2-server

                    """),
                Check(flags, "cat /var/lib/rancher/rke2/agent/pod-manifests/kube-apiserver.yaml"),
            ],
            Commands(
                request, $"sudo sh {request.Folder}/start.sh", $"sudo sh {request.Folder}/check.sh", $"sudo cat {Log}"),
            ["A key audit-log-path at the top of config.yaml, as some guides have it, is none of RKE2's."],
            $"sudo sh -c 'rm -rf {DropIn}/apisnoop.yaml {At} && systemctl restart rke2-server'");
    }
}
