namespace ApiSnoop.Matching;

/// <summary>Why a request matched no operation of the release.</summary>
public enum MissReason : byte
{
    /// <summary>It did match.</summary>
    None,

    /// <summary>A group outside Kubernetes' own: served by a custom resource definition.</summary>
    CustomResource,

    /// <summary>A group that an aggregated API server usually serves, such as metrics.k8s.io.</summary>
    AggregatedApi,

    /// <summary>A known group, but a version that this release does not serve.</summary>
    UnknownVersion,

    /// <summary>A known group and version, but no such resource or subresource.</summary>
    UnknownResource,

    /// <summary>A known path that does not allow the method: the server answered 405, or no operation has it.</summary>
    UnknownMethod,

    /// <summary>Discovery of groups and versions outside the release.</summary>
    Discovery,

    /// <summary>Health, readiness, metrics and profiling of the API server.</summary>
    Health,

    /// <summary>The OpenAPI documents themselves.</summary>
    OpenApi,

    /// <summary>Static files and web pages.</summary>
    Static,

    /// <summary>A URI that no API server would answer.</summary>
    Malformed,

    /// <summary>None of the others.</summary>
    Other,

    /// <summary>The path has an empty segment, so that it is read as no operation's, whatever the server made of it.</summary>
    EmptySegment,

    /// <summary>An object that lives in a namespace, asked for without one.</summary>
    NeedsNamespace,

    /// <summary>The log has no verb, so that the method is not known.</summary>
    NoVerb,

    /// <summary>A group under k8s.io that Kubernetes itself does not serve: of custom resources or of another API server.</summary>
    ExtensionApi,
}
