using System.Collections.Immutable;

namespace ApiSnoop.Auditing.Policies;

/// <summary>An audit policy: rules by which an API server decides what it logs of a request. The first that fits decides.</summary>
/// <remarks>Source: the type Policy of audit.k8s.io/v1, and policy/checker.go of k8s.io/apiserver for what fits.</remarks>
public sealed record AuditPolicy
{
    /// <summary>The version of the API that it is written in.</summary>
    public string ApiVersion { get; init; } = "audit.k8s.io/v1";

    /// <summary>Stages of which nothing is logged, whatever the rule.</summary>
    public ImmutableArray<string> OmitStages { get; init; } = [];

    /// <summary>The rules, in their order.</summary>
    public ImmutableArray<AuditRule> Rules { get; init; } = [];
}

/// <summary>A rule of an audit policy; a list that is empty fits everything.</summary>
public sealed record AuditRule
{
    /// <summary>How much is logged: None, Metadata, Request or RequestResponse.</summary>
    public required string Level { get; init; }

    /// <summary>Names of users.</summary>
    public ImmutableArray<string> Users { get; init; } = [];

    /// <summary>Groups, of which the user is in one.</summary>
    public ImmutableArray<string> UserGroups { get; init; } = [];

    /// <summary>Verbs.</summary>
    public ImmutableArray<string> Verbs { get; init; } = [];

    /// <summary>Resources.</summary>
    public ImmutableArray<AuditedResources> Resources { get; init; } = [];

    /// <summary>Namespaces; the empty text stands for objects outside of namespaces.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Paths that are for no resource; a star at the end stands for the rest.</summary>
    public ImmutableArray<string> NonResourceUrls { get; init; } = [];

    /// <summary>Stages of which nothing is logged.</summary>
    public ImmutableArray<string> OmitStages { get; init; } = [];

    /// <summary>Whether requests that fit are logged at all.</summary>
    public bool Logs => Level != AuditLevels.None;
}

/// <summary>Resources of one API group that a rule is about.</summary>
/// <param name="Group">The group; empty for the core.</param>
/// <param name="Resources">Such as <c>pods</c>, <c>pods/log</c>, <c>pods/*</c>, <c>*/scale</c> or <c>*</c>; none for the group.</param>
/// <param name="ResourceNames">Names of objects; none for all.</param>
public sealed record AuditedResources(
    string Group, ImmutableArray<string> Resources, ImmutableArray<string> ResourceNames);

/// <summary>The words of audit.k8s.io for how much is logged, and when.</summary>
public static class AuditLevels
{
    /// <summary>Nothing is logged.</summary>
    public const string None = "None";

    /// <summary>Who asked for what and how it ended, without bodies.</summary>
    public const string Metadata = "Metadata";

    /// <summary>All levels, from the least to the most.</summary>
    public static ImmutableArray<string> All { get; } = [None, Metadata, "Request", "RequestResponse"];

    /// <summary>All stages of a request, in their order.</summary>
    public static ImmutableArray<string> Stages { get; } = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"];
}
