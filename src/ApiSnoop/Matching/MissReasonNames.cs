namespace ApiSnoop.Matching;

/// <summary>Reasons in the words that tables and pages use.</summary>
public static class MissReasonNames
{
    /// <summary>The reason as a short text.</summary>
    public static string Text(this MissReason reason) => reason switch
    {
        MissReason.CustomResource => "custom resource",
        MissReason.AggregatedApi => "aggregated API",
        MissReason.UnknownVersion => "removed or unknown version",
        MissReason.UnknownResource => "unknown resource",
        MissReason.UnknownMethod => "method not allowed",
        MissReason.Discovery => "discovery",
        MissReason.Health => "health and metrics",
        MissReason.OpenApi => "OpenAPI document",
        MissReason.Static => "static file or page",
        MissReason.Malformed => "malformed",
        MissReason.Other => "other",
        MissReason.EmptySegment => "empty segment in the path",
        MissReason.NeedsNamespace => "needs a namespace in its path",
        MissReason.NoVerb => "no verb logged",
        MissReason.ExtensionApi => "custom or extension API",
        _ => "",
    };
}
