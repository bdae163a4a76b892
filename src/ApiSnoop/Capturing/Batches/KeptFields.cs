using System.Text;
using System.Text.Json;

namespace ApiSnoop.Capturing.Batches;

/// <summary>
/// What is kept of an event: its request, who made it and how it ended. All else is cut out, so that a field that will hold a body
/// some day is not stored before anybody knows of it.
/// </summary>
/// <remarks>
/// Bodies are in <c>requestObject</c> and <c>responseObject</c>, and parts of them in <c>responseStatus.message</c> and in the
/// annotations of admission webhooks, which hold the patches that they made. Source: kubernetes/apiserver, audit/v1 Event, and
/// its admission/plugin/webhook.
/// </remarks>
static class KeptFields
{
    /// <summary>Longer than any name that is kept, in bytes.</summary>
    const int LongestName = 64;

    static readonly byte[][] s_event = Names(
        "level", "auditID", "stage", "requestURI", "verb", "user", "impersonatedUser", "sourceIPs", "userAgent", "objectRef",
        "responseStatus", "requestReceivedTimestamp", "stageTimestamp", "annotations");

    static readonly byte[][] s_user = Names("username", "uid", "groups");
    static readonly byte[][] s_status = Names("code", "status", "reason");
    static readonly byte[][] s_annotations = Names("k8s.io/deprecated", "k8s.io/removed-release");

    /// <summary>Whether a field of an event is kept.</summary>
    public static bool OfEvent(ref Utf8JsonReader name) => IsOne(s_event, ref name);

    /// <summary>The fields that are kept of the value of an event's field; null for all of them.</summary>
    public static byte[][]? Within(ref Utf8JsonReader name) =>
        name.ValueTextEquals("annotations"u8) ? s_annotations
        : name.ValueTextEquals("responseStatus"u8) ? s_status
        : name.ValueTextEquals("user"u8) || name.ValueTextEquals("impersonatedUser"u8) ? s_user
        : null;

    /// <summary>Whether a name is one of these.</summary>
    public static bool IsOne(byte[][] names, ref Utf8JsonReader name)
    {
        if (name.ValueSpan.Length > LongestName) return false;
        foreach (var kept in names)
            if (name.ValueTextEquals(kept)) return true;
        return false;
    }

    static byte[][] Names(params string[] names) => [.. names.Select(Encoding.UTF8.GetBytes)];
}
