using System.Text;

namespace ApiSnoop.Web.Capturing;

/// <summary>The file that tells an API server where to post: a kubeconfig, as <c>--audit-webhook-config-file</c> wants it.</summary>
static class WebhookKubeconfig
{
    /// <summary>The file's text.</summary>
    /// <param name="url">Where to post.</param>
    /// <param name="authority">The certificate to trust, as PEM.</param>
    /// <param name="token">What to show.</param>
    public static string Text(string url, string authority, string token) => $"""
        # Where an API server sends its audit events: kube-apiserver --audit-webhook-config-file=THIS-FILE
        # It holds a token: keep it readable for the API server only.
        apiVersion: v1
        kind: Config
        clusters:
        - name: apisnoop
          cluster:
            server: "{url}"
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authority))}
        users:
        - name: apisnoop
          user:
            token: "{token}"
        contexts:
        - name: apisnoop
          context:
            cluster: apisnoop
            user: apisnoop
        current-context: apisnoop

        """;
}
