using System.Collections.Immutable;
using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>kops: a part of the cluster's own document.</summary>
/// <remarks>
/// Of the host's folders the API server sees one, /srv/kubernetes/kube-apiserver; with a policy elsewhere it does not start. Source: the
/// types of kops.k8s.io/v1alpha2, and kops issues 5803 and 15489.
/// </remarks>
internal static class KopsSetup
{
    const string At = "/srv/kubernetes/kube-apiserver";
    const string Log = "/var/log/kube-apiserver-audit.log";

    /// <summary>What kops calls the flags.</summary>
    static readonly Dictionary<string, string> s_keys = new(StringComparer.Ordinal)
    {
        ["audit-policy-file"] = "auditPolicyFile",
        ["audit-log-path"] = "auditLogPath",
        ["audit-log-maxage"] = "auditLogMaxAge",
        ["audit-log-maxbackup"] = "auditLogMaxBackups",
        ["audit-log-maxsize"] = "auditLogMaxSize",
        ["audit-webhook-config-file"] = "auditWebhookConfigFile",
        ["audit-webhook-mode"] = "auditWebhookMode",
        ["audit-webhook-batch-max-size"] = "auditWebhookBatchMaxSize",
        ["audit-webhook-batch-max-wait"] = "auditWebhookBatchMaxWait",
        ["audit-webhook-batch-throttle-enable"] = "auditWebhookBatchThrottleEnable",
        ["audit-webhook-batch-throttle-qps"] = "auditWebhookBatchThrottleQps",
        ["audit-webhook-batch-throttle-burst"] = "auditWebhookBatchThrottleBurst",
        ["audit-webhook-batch-buffer-size"] = "auditWebhookBatchBufferSize",
    };

    public static ClusterSetup Of(SetupRequest request)
    {
        var flags = AuditFlags.Of(request, At, Log);
        var files = SetupFiles.Of(request, At);
        return new(
            "kops",
            [
                .. files,
                new("kops.yaml", $"""
                    # Goes below spec of the cluster's document: kops edit cluster NAME
                    spec:
                      kubeAPIServer:
                    {Lines(flags.Select(f => $"    {s_keys[f.Name]}: {f.Value}"))}
                      # Files on the machines of the control plane. Below this folder the API server sees them, and nowhere else.
                      fileAssets:
                    {Lines(Assets(request, files))}

                    """, IsSecret: request.Kubeconfig is not null),
                Check(
                    flags, "ssh \"${1:?name a machine of the control plane}\" sudo cat /etc/kubernetes/manifests/kube-apiserver.manifest"),
            ],
            Commands(
                request, $"kops edit cluster NAME   # put {request.Folder}/kops.yaml below spec, then: kops update cluster NAME --yes && "
                    + "kops rolling-update cluster NAME --yes",
                $"sh {request.Folder}/check.sh USER@MACHINE", $"ssh USER@MACHINE sudo cat {Log}"),
            [
                "The role is called ControlPlane; kops before 1.26 calls it Master.",
                .. request.Webhook is null ? ImmutableArray<string>.Empty :
                [
                    "What stands in fileAssets is kept in the state store, the token of the receiver included: who reads that may send "
                        + "events.",
                ],
            ],
            "kops edit cluster NAME, and take the lines away");
    }

    static IEnumerable<string> Assets(SetupRequest request, ImmutableArray<SetupFile> files)
    {
        foreach (var file in files) yield return Asset(file.Path[(Etc.Length + 1)..], file.Text);
        if (request.Webhook is null || request.Kubeconfig is not null) yield break;
        yield return Asset(CaName, $"(the text of {CaName}, which apisnoop capture wrote)");
        yield return Asset(TokenName, $"(the text of {TokenName}, which apisnoop capture wrote)");
    }

    static string Asset(string name, string text) => $"""
            - name: {Path.GetFileNameWithoutExtension(name)}
              path: {At}/{name}
              roles: [ControlPlane]
              content: |
        {Indent(text, 8)}
        """;
}
