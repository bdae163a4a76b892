using System.Text.Json.Serialization;

namespace ApiSnoop.Web.Api;

/// <summary>A test.</summary>
internal sealed record TestRow(string App, string Test, string Tags, bool Conformance, long Endpoints, long Requests);

/// <summary>A user agent: what it calls, at which stability, and how its requests end.</summary>
internal sealed record UserAgentRow(
    string App, string UserAgent, long Requests, long Endpoints, long Stable, long Beta, long Alpha, long Deprecated,
        long Discovery, long UnmatchedRequests,
    long Succeeded, long Refused, long Users, string Test);

/// <summary>What one client calls: an endpoint, or a thing that is none.</summary>
internal sealed record CallRow(
    string Level, string Category, string Method, string Path, long Requests, long Succeeded, long Refused, bool Deprecated, string App,
        string OperationId);

/// <summary>One call of a test.</summary>
internal sealed record SequenceRow(
    string Offset, DateTimeOffset? Received, string Level, string Category, string Verb, long? Status, string Uri, string OperationId,
        double? DurationMs, string User);

/// <summary>Requests that matched no operation, of one reason.</summary>
internal sealed record ReasonRow(string Reason, long Requests, long DifferentThings, long UserAgents, long Apps);

/// <summary>A group that Kubernetes itself does not serve.</summary>
internal sealed record GroupRow(
    string Group, string Reason, long Requests, long Resources, long UserAgents, string Apps,
        [property: JsonPropertyName("aURI")] string AUri);

/// <summary>A thing that was asked for and is no operation.</summary>
internal sealed record MissRow(
    string App, string Reason, string What, long Requests, long UserAgents, string? AUserAgent,
        [property: JsonPropertyName("aURI")] string AUri);

/// <summary>An endpoint's requests by an app.</summary>
internal sealed record AppHitRow(string App, long Requests, long UserAgents, long Succeeded, long Refused);

/// <summary>An endpoint's requests by a user agent that is no test.</summary>
internal sealed record AgentHitRow(string App, string UserAgent, long Requests, long Succeeded, long Refused);

/// <summary>An endpoint's requests by a user.</summary>
internal sealed record UserHitRow(string App, string User, long Requests, long UserAgents);

/// <summary>An endpoint's requests by a test.</summary>
internal sealed record TestHitRow(string App, string Test, bool Conformance, long Requests, long Refused);

/// <summary>An endpoint's requests by how they ended.</summary>
internal sealed record OutcomeRow(string Status, long Requests, long UserAgents, string Apps);

/// <summary>A query parameter.</summary>
internal sealed record ParameterRow(string QueryParameter, long Requests, bool Declared);

/// <summary>One app over all its clusters.</summary>
/// <param name="Name">The name that stands for its recordings.</param>
/// <param name="Releases">The releases that they are of, that of the most recordings first.</param>
/// <param name="Clusters">What it does in each cluster.</param>
/// <param name="Risks">What may not last, and which clusters use it, the most pressing first.</param>
internal sealed record ClustersAnswer(string Name, string[] Releases, ClusterRow[] Clusters, ClusterRiskRow[] Risks);

/// <summary>What an app does in a cluster.</summary>
internal sealed record ClusterRow(
    string Cluster, string Recording, string Kubernetes, long Requests, long Endpoints, long Beta, long Alpha, string? GoneIn,
    DateTimeOffset? FirstSeen, DateTimeOffset? LastSeen);

/// <summary>An endpoint that may not last, and the clusters that use it.</summary>
internal sealed record ClusterRiskRow(
    string? RemovedIn, string Method, string Path, string? Instead, long Requests, long Clusters, string In, string Level,
    string OperationId);
