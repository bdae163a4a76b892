using System.Collections.Immutable;

namespace ApiSnoop.Auditing.Setups;

/// <summary>The files that all set-ups have, and the words that they share.</summary>
internal static class SetupFiles
{
    public const string PolicyName = "audit-policy.yaml";
    public const string WebhookName = "apisnoop-webhook.yaml";
    public const string CaName = "apisnoop-ca.crt";
    public const string TokenName = "apisnoop-token";

    /// <summary>The folder of a set-up whose files go to the API server.</summary>
    public const string Etc = "etc";

    /// <summary>The policy, and for a webhook the kubeconfig.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="etc">Where the API server will find them.</param>
    public static ImmutableArray<SetupFile> Of(SetupRequest request, string etc)
    {
        var policy = new SetupFile($"{Etc}/{PolicyName}", request.Policy);
        if (request.Webhook is not { } url) return [policy];
        return [policy, new($"{Etc}/{WebhookName}", request.Kubeconfig ?? Kubeconfig(url, etc), IsSecret: request.Kubeconfig is not null)];
    }

    /// <summary>The lines of a script with which it goes to its folder, and looks that nothing is missing there.</summary>
    public static string Start(SetupRequest request, params string[] programs)
    {
        var script = "set -eu\ncd \"$(dirname \"$0\")\"\n";
        if (programs.Length > 0)
            script += $"""
                for program in {string.Join(' ', programs)}; do
                  command -v "$program" >/dev/null || {Fail("$program is not installed here.")}
                done

                """;
        if (request.Webhook is not null && request.Kubeconfig is null)
            script += $"""
                # The receiver writes these two: apisnoop capture says where.
                for file in {CaName} {TokenName}; do
                  [ -f "{Etc}/$file" ] || {Fail($"{Etc}/$file is missing: see README.md.")}
                done

                """;
        return script;
    }

    /// <summary>A script that looks whether the API server got each flag.</summary>
    /// <param name="flags">The flags.</param>
    /// <param name="read">The command that prints how the API server was started.</param>
    public static SetupFile Check(ImmutableArray<AuditFlag> flags, string read) => new("check.sh", $"""
        #!/bin/sh
        # Says whether the API server got its flags: what cannot be applied is often passed over without a word.
        set -eu
        started=$({read})
        missing=0
        for flag in {string.Join(' ', flags.Select(f => f.Name))}; do
          case $started in
            *"$flag="*) ;;
            *) echo "The API server did not get --$flag." >&2; missing=1 ;;
          esac
        done
        if [ "$missing" = 0 ]; then echo "The API server got all {flags.Length} flags."; fi
        exit "$missing"

        """);

    /// <summary>The commands, with the receiver first where there is one.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="start">Turns it on.</param>
    /// <param name="check">Checks it.</param>
    /// <param name="read">Prints the log.</param>
    public static ImmutableArray<string> Commands(SetupRequest request, string start, string check, string read) =>
        request.Webhook is { } url
            ? [$"apisnoop capture --capture-url https://0.0.0.0:{url.Port}{url.AbsolutePath} --capture-host {url.Host}", start, check]
            : [start, check, $"{read} | apisnoop load-audit - my-app"];

    /// <summary>A text, each line of it moved to the right.</summary>
    public static string Indent(string text, int by) =>
        string.Join('\n', text.TrimEnd('\n').Split('\n').Select(l => l.Length == 0 ? "" : new string(' ', by) + l));

    public static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    static string Fail(string message) => $$"""{ echo "{{message}}" >&2; exit 1; }""";

    static string Kubeconfig(Uri url, string etc) => $"""
        # How the API server reaches the receiver of APISnoop.
        # Two files have to be put beside this one; apisnoop capture makes them on its first start and says where they are:
        #   {CaName}  the certificate by which the API server knows the receiver
        #   {TokenName}   the token by which the receiver knows the API server
        # Or take the kubeconfig that apisnoop capture wrote, which holds both: apisnoop setup … --kubeconfig FILE
        apiVersion: v1
        kind: Config
        clusters:
          - name: apisnoop
            cluster:
              server: {url.AbsoluteUri}
              certificate-authority: {etc}/{CaName}
        users:
          - name: api-server
            user:
              tokenFile: {etc}/{TokenName}
        contexts:
          - name: apisnoop
            context:
              cluster: apisnoop
              user: api-server
        current-context: apisnoop

        """;
}
