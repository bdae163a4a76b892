using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>k3s, and k3d, which runs it in containers.</summary>
/// <remarks>Source: k3s's pages on its configuration file and on hardening; k3d's on <c>--k3s-arg</c> and <c>--volume</c>.</remarks>
internal static class K3sSetup
{
    const string Log = "/var/lib/rancher/k3s/server/logs/audit.log";
    const string DropIn = "/etc/rancher/k3s/config.yaml.d";

    public static ClusterSetup Of(SetupRequest request)
    {
        const string at = "/etc/rancher/k3s/apisnoop";
        var flags = AuditFlags.Of(request, at, Log);
        return new(
            "k3s",
            [
                .. SetupFiles.Of(request, at),
                new("apisnoop.yaml", $"""
                    # Goes to {DropIn}/ and adds to what is in config.yaml there: the plus says so.
                    kube-apiserver-arg+:
                    {Lines(flags.Select(f => $"  - \"{f.Name}={f.Value}\""))}

                    """),
                new("start.sh", $"""
                    #!/bin/sh
                    # Puts the files in their place and restarts k3s. Run it as root on each server.
                    {Start(request, "k3s", "systemctl")}mkdir -p {at} {DropIn}
                    mkdir -p -m 700 {Log[..Log.LastIndexOf('/')]}
                    cp {Etc}/* {at}/
                    chmod 600 {at}/*
                    cp apisnoop.yaml {DropIn}/
                    systemctl restart k3s

                    """),
                Check(flags, "journalctl -u k3s --no-pager | grep 'Running kube-apiserver' | tail -n 1"),
            ],
            Commands(
                request, $"sudo sh {request.Folder}/start.sh", $"sudo sh {request.Folder}/check.sh", $"sudo cat {Log}"),
            [
                "The drop-in folder is read by k3s 1.21 and later. A single flag can be given as well: "
                    + "k3s server --kube-apiserver-arg=NAME=VALUE.",
            ],
            $"sudo sh -c 'rm -rf {DropIn}/apisnoop.yaml {at} && systemctl restart k3s'");
    }

    /// <summary>The same by k3d.</summary>
    public static ClusterSetup OfK3d(SetupRequest request)
    {
        const string at = "/var/lib/rancher/k3s/server/apisnoop";
        const string server = "k3d-apisnoop-server-0";
        var flags = AuditFlags.Of(request, at, Log);
        return new(
            "k3d",
            [
                .. SetupFiles.Of(request, at),
                new("start.sh", $"""
                    #!/bin/sh
                    # Makes a cluster of one server, whose API server finds the files in a folder that is mounted.
                    {Start(request, "k3d", "docker")}k3d cluster create apisnoop \
                      --volume "$PWD/{Etc}:{at}@server:*" \
                    {Lines(flags.Select((f, i) =>
                        $"  --k3s-arg '--kube-apiserver-arg={f.Name}={f.Value}@server:*'{(i < flags.Length - 1 ? " \\" : "")}"))}

                    """),
                Check(flags, $"docker logs {server} 2>&1 | grep 'Running kube-apiserver' | tail -n 1"),
            ],
            Commands(
                request, $"sh {request.Folder}/start.sh", $"sh {request.Folder}/check.sh", $"docker exec {server} cat {Log}"),
            ["The server is a container: it reaches your machine by the name host.k3d.internal."],
            "k3d cluster delete apisnoop");
    }
}
