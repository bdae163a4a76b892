using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Auditing.Policies;

/// <summary>A policy of ours: no rule of it logs a body, and each says what it costs.</summary>
/// <remarks>
/// Shares of lines were measured on the log of Kubernetes 1.20's conformance tests that ships with the demo; a test measures them again.
/// Rates are the defaults of Kubernetes: nodeStatusReportFrequency 5 min, leases renewed every 2 to 10 s.
/// </remarks>
public sealed class WrittenPolicy
{
    /// <summary>audit.k8s.io/v1 came with it.</summary>
    static readonly ReleaseVersion s_v1 = new(1, 12);

    static readonly ImmutableArray<string> s_parts =
        ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler", "system:kube-proxy"];

    readonly PolicyPurpose _purpose;
    readonly ImmutableArray<string> _namespaces;
    readonly Release _release;
    readonly List<(AuditRule Rule, string[] Comment)> _rules = [];

    WrittenPolicy(PolicyPurpose purpose, ImmutableArray<string> namespaces, Release release)
    {
        _purpose = purpose;
        _namespaces = namespaces;
        _release = release;
    }

    /// <summary>Makes a policy.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="namespaces">Namespaces whose service accounts alone are logged; none for everybody.</param>
    /// <param name="release">The release: a resource that it does not have is not named.</param>
    public static WrittenPolicy For(PolicyPurpose purpose, ImmutableArray<string> namespaces, Release release)
    {
        var policy = new WrittenPolicy(purpose, namespaces, release);
        policy.AddRules();
        return policy;
    }

    /// <summary>The policy as an API server reads it.</summary>
    public AuditPolicy Policy => new()
    {
        ApiVersion = _release.Version is { } version && version < s_v1 ? "audit.k8s.io/v1beta1" : "audit.k8s.io/v1",
        OmitStages = _purpose == PolicyPurpose.Minimal ? ["RequestReceived", "ResponseStarted"] : ["RequestReceived"],
        Rules = [.. _rules.Select(r => r.Rule)],
    };

    /// <summary>The policy as YAML, with comments.</summary>
    public string Text => PolicyText.Of(Policy, Head(), Stages(), [.. _rules.Select(r => r.Comment)]);

    /// <summary>The command line that writes it again.</summary>
    public string Command =>
        $"apisnoop policy --for {_purpose.Text()}{string.Concat(_namespaces.Select(n => $" --namespace {n}"))} --release {_release.Name}";

    string Cost => $"Costs an event of about 0.95 KB a request{(_purpose == PolicyPurpose.Minimal ? "" : ", two for a watch")}";

    void AddRules()
    {
        if (_purpose == PolicyPurpose.Coverage && _namespaces.IsEmpty) AddProbes();
        else AddEvidence();
        if (_purpose == PolicyPurpose.Minimal) AddCheapest();
        if (!_namespaces.IsEmpty)
        {
            AddNamespaces();
            return;
        }

        if (_purpose == PolicyPurpose.App) AddProbes();
        if (_purpose != PolicyPurpose.Coverage) AddParts();
        Add(new() { Level = AuditLevels.Metadata }, _purpose == PolicyPurpose.Coverage
            ?
            [
                "All the rest: who asked for what, and how it ended.",
                $"{Cost}.",
                "A run of the conformance tests of 1.20 (25 minutes, 8,821 requests) costs 9,988 events, 9.4 MB.",
            ]
            :
            [
                "All the rest: apps, users, operators.",
                $"{Cost}. 59 of 100 are reads: without them a log",
                "tells little of what an app needs.",
            ]);
    }

    void AddProbes() => Add(
        new() { Level = AuditLevels.None, NonResourceUrls = ["/healthz*", "/livez*", "/readyz*"] },
        "Probes of the API server's health are left out: no endpoint of the OpenAPI is among them.",
        "Saves an event every few seconds for each load balancer and kubelet that asks.");

    void AddEvidence() => Add(
        new()
        {
            Level = AuditLevels.Metadata,
            UserGroups = ["system:nodes"],
            Verbs = ["patch"],
            Resources = [new("", ["nodes/status"], [])],
        },
        "The kubelets' reports tell the release of the cluster by their user agents, which is found in the log that way.",
        "Costs an event a node every five minutes, more while a node changes.");

    void AddCheapest()
    {
        Add(
            new() { Level = AuditLevels.None, NonResourceUrls = ["*"] },
            "Discovery, health, version and OpenAPI are left out: every client walks through them.",
            "Saves 15 of 100 events of the conformance tests. Hides who asks for /version or /openid.");
        AuditedResources[] busy =
            [new("", ["events"], []), new("events.k8s.io", ["events"], []), new("coordination.k8s.io", ["leases"], [])];
        Add(
            new() { Level = AuditLevels.None, Resources = [.. busy.Where(Exists)] },
            "Events and leases are left out: controllers write them all the time.",
            "Saves 30 events a minute for each leader and 6 for each node. Hides that apps write events, or elect a leader.");
    }

    void AddParts()
    {
        Add(
            new() { Level = AuditLevels.None, Users = s_parts },
            "The control plane's own requests are left out.",
            "Saves 13 of 100 events of the conformance tests, and a larger share where nothing else goes on.");
        Add(
            new() { Level = AuditLevels.None, UserGroups = ["system:nodes", "system:serviceaccounts:kube-system"] },
            "So are those of kubelets, and of controllers and whatever else runs in kube-system.",
            "Saves 17 of 100 events of the conformance tests. Hides apps that were installed into kube-system.");
    }

    void AddNamespaces()
    {
        var groups = _namespaces.Select(n => $"system:serviceaccounts:{n}").ToImmutableArray();
        Add(
            new() { Level = AuditLevels.Metadata, UserGroups = groups },
            $"What the service accounts of {(_namespaces.Length == 1 ? "the namespace" : "the namespaces")} "
                + $"{string.Join(", ", _namespaces)} do, wherever they do it.",
            $"{Cost}.");
        Add(
            new() { Level = AuditLevels.None },
            "Nothing else is logged.",
            "Costs nothing. What others do is not observed; neither is what the app does with a user's credentials.");
    }

    void Add(AuditRule rule, params string[] comment) => _rules.Add((rule, comment));

    bool Exists(AuditedResources resources) => _release.Operations.Any(o =>
        o.Group == resources.Group && OperationResource.Of(o)?.Resource == resources.Resources[0]);

    string[] Head() =>
    [
        _purpose switch
        {
            PolicyPurpose.Coverage => "An audit policy that tells which endpoints of the API are called, and by which tests.",
            PolicyPurpose.App => "An audit policy that tells which endpoints of the API apps depend on.",
            _ => "An audit policy that tells which endpoints of the API apps depend on, as cheaply as it goes.",
        },
        $"Written for Kubernetes {_release.Name} by: {Command}",
        "",
        "The first rule that fits a request decides. No rule logs bodies (levels Request and RequestResponse): they hold secrets,",
        "and APISnoop reads none. What it cannot show: apisnoop policy check FILE",
    ];

    string[] Stages() => _purpose == PolicyPurpose.Minimal
        ?
        [
            "RequestReceived tells nothing that the end of a request does not: leaving it out saves 47 of 100 lines.",
            "Without ResponseStarted, which saves 7 more, a watch is seen when it ends, after up to an hour.",
        ]
        : ["RequestReceived tells nothing that the end of a request does not: leaving it out saves 47 of 100 lines."];
}
