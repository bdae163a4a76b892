using System.Collections.Immutable;
using System.Globalization;

namespace ApiSnoop.Auditing.Setups;

/// <summary>A flag of the API server.</summary>
/// <param name="Name">Its name, without dashes.</param>
/// <param name="Value">Its value.</param>
public sealed record AuditFlag(string Name, string Value);

/// <summary>The flags by which an API server writes events to a log or sends them to a webhook.</summary>
/// <remarks>
/// Source: options/audit.go of k8s.io/apiserver. By default a batch holds 400 events or waits 30 s; ten batches a second, fifteen in a
/// burst, go out; 10,000 events wait in memory, and what comes then is dropped.
/// </remarks>
internal static class AuditFlags
{
    const int BatchSize = 400;
    const int UsualBatches = 10;
    const int UsualBuffer = 10_000;

    /// <summary>An event at level Metadata takes so much, in bytes.</summary>
    const int EventBytes = 950;

    /// <summary>Rotated logs that are kept.</summary>
    const int Backups = 10;

    /// <summary>So long the log reaches back at the wanted rate, in seconds.</summary>
    const int Kept = 600;

    /// <summary>The flags of a request.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="etc">The folder in which the API server finds policy and kubeconfig.</param>
    /// <param name="log">The file that it writes; <c>-</c> for its standard output.</param>
    public static ImmutableArray<AuditFlag> Of(SetupRequest request, string etc, string log)
    {
        var policy = new AuditFlag("audit-policy-file", $"{etc}/{SetupFiles.PolicyName}");
        if (request.Webhook is not null) return [policy, .. Webhook($"{etc}/{SetupFiles.WebhookName}", request.Rate)];
        return log == "-" ? [policy, new("audit-log-path", log)] : [policy, new("audit-log-path", log), .. Rotation(request.Rate)];
    }

    static AuditFlag[] Webhook(string kubeconfig, int rate)
    {
        var batches = Math.Max(UsualBatches, Up(rate, BatchSize));
        return
        [
            new("audit-webhook-config-file", kubeconfig),
            new("audit-webhook-mode", "batch"),
            new("audit-webhook-batch-max-size", Text(BatchSize)),
            new("audit-webhook-batch-max-wait", "5s"),
            new("audit-webhook-batch-throttle-enable", "true"),
            new("audit-webhook-batch-throttle-qps", Text(batches)),
            new("audit-webhook-batch-throttle-burst", Text(Up(batches * 3, 2))),
            new("audit-webhook-batch-buffer-size", Text(Math.Max(UsualBuffer, rate * 5))),
        ];
    }

    /// <summary>A log is turned over at 100 MB or more, so that ten minutes at the wanted rate are on the disk.</summary>
    static AuditFlag[] Rotation(int rate) =>
    [
        new("audit-log-maxsize", Text(Math.Max(100, Up((long)rate * EventBytes * Kept / Backups, 1_000_000)))),
        new("audit-log-maxbackup", Text(Backups)),
        new("audit-log-maxage", "7"),
    ];

    static int Up(long number, int by) => (int)((number + by - 1) / by);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
