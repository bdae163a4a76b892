using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings.Exports;

/// <summary>
/// Makes an audit event of an entry of Google Cloud Logging, in which GKE writes an AuditLog of its own: it names a method and a resource,
/// not the request's URI, and has a gRPC status.
/// </summary>
/// <remarks>Source of the fields: google.logging.v2.LogEntry and google.cloud.audit.AuditLog.</remarks>
internal sealed class CloudLoggingEntry(RebuiltEvent rebuilt)
{
    /// <summary>The name of the service that is the Kubernetes API; other services of Google write the same kind of entry.</summary>
    public static ReadOnlySpan<byte> KubernetesService => "\"k8s.io\""u8;

    /// <summary>The service whose request it was, as it stands there.</summary>
    public static ReadOnlySpan<byte> ServiceOf(ReadOnlySpan<byte> payload) => JsonMembers.Find(payload, "serviceName"u8);

    /// <summary>The event as JSON, valid until the next call; empty if the entry names no method.</summary>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> payload)
    {
        rebuilt.Clear();
        var method = JsonText.Of(JsonMembers.Find(payload, "methodName"u8));
        if (method.Length == 0) return [];
        TakeRequest(KubernetesCall.Of(method, JsonText.Of(JsonMembers.Find(payload, "resourceName"u8))));
        TakeWho(payload);
        TakeEntry(entry);
        rebuilt.Code = HttpCode(RebuiltEvent.CodeOf(JsonText.Of(JsonMembers.Find(JsonMembers.Find(payload, "status"u8), "code"u8))));
        return rebuilt.ToJson();
    }

    /// <summary>The HTTP code of a gRPC code.</summary>
    /// <remarks>Source: google.rpc.Code. What is no gRPC code is taken for the HTTP code that it looks like.</remarks>
    public static int HttpCode(int code) => code switch
    {
        0 => 200,
        1 => 499,
        3 or 9 or 11 => 400,
        4 => 504,
        5 => 404,
        6 or 10 => 409,
        7 => 403,
        8 => 429,
        12 => 501,
        14 => 503,
        16 => 401,
        >= 100 and < 600 => code,
        _ => 500,
    };

    void TakeRequest(KubernetesCall call)
    {
        rebuilt.Set("stage", "ResponseComplete");
        rebuilt.Set("requestURI", call.Uri);
        rebuilt.Set("verb", call.Verb);
        if (call.Resource.Length == 0) return;
        rebuilt.SetObjectRef("resource", call.Resource);
        rebuilt.SetObjectRef("subresource", call.Subresource);
        rebuilt.SetObjectRef("namespace", call.Namespace);
        rebuilt.SetObjectRef("name", call.Name);
        rebuilt.SetObjectRef("apiGroup", call.Group);
        rebuilt.SetObjectRef("apiVersion", call.Version);
    }

    void TakeWho(ReadOnlySpan<byte> payload)
    {
        var who = JsonMembers.Find(payload, "authenticationInfo"u8);
        rebuilt.User = JsonText.Of(JsonMembers.Find(who, "principalEmail"u8));
        rebuilt.ImpersonatedUser = JsonText.Of(JsonMembers.Find(who, "authoritySelector"u8));
        var request = JsonMembers.Find(payload, "requestMetadata"u8);
        rebuilt.Set("userAgent", JsonText.Of(JsonMembers.Find(request, "callerSuppliedUserAgent"u8)));
    }

    void TakeEntry(ReadOnlySpan<byte> entry)
    {
        var id = JsonText.Of(JsonMembers.Find(JsonMembers.Find(entry, "operation"u8), "id"u8));
        rebuilt.Set("auditID", id.Length > 0 ? id : JsonText.Of(JsonMembers.Find(entry, "insertId"u8)));
        var time = JsonText.Of(JsonMembers.Find(entry, "timestamp"u8));
        rebuilt.Set("requestReceivedTimestamp", time);
        rebuilt.Set("stageTimestamp", time);
        var labels = JsonMembers.Find(entry, "labels"u8);
        if (labels.IsEmpty || labels[0] != '{') return;
        var annotations = new JsonMembers(labels);
        while (annotations.NextMember()) rebuilt.SetAnnotation(JsonText.OfKey(annotations.Key), JsonText.Of(annotations.Value));
    }
}
