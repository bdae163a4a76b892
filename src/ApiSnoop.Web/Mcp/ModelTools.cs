using System.ComponentModel;
using System.Text.Json;
using ApiSnoop.Web.Addresses;
using Microsoft.AspNetCore.Http.Extensions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ApiSnoop.Web.Mcp;

/// <summary>What a language model may ask. Each tool asks one address of the JSON API, and nothing can be changed.</summary>
sealed class ModelTools(OwnApi api)
{
    const int UsualRows = 25, MostRows = 200;

    const string App = "The recording's name, as the tool apps lists them.";
    const string Rows = "How many rows of each list to tell, 25 without it, 200 at most. leftOut says what was cut.";

    const string Filters = "Filters, each NAME=PATTERN, such as \"verb=list\", \"namespace=shop\", \"user-agent=kubectl/*\" or "
        + "\"level=beta\". A pattern is text, a * glob or /regex/; a leading - negates.";

    /// <summary>The tools.</summary>
    public IReadOnlyList<McpServerTool> All =>
    [
        Tool(
            Apps, "apps", "What is recorded",
            "Lists the recordings: which app, test run or cluster, of which Kubernetes release, how many requests, over which time. Ask "
                + "this first; the other tools take the names from here."),
        Tool(
            Coverage, "coverage", "Coverage of a recording",
            "How much of the Kubernetes API a recording uses or tests: the number of endpoints and how many were hit, as a whole, by "
                + "stability (stable, beta, alpha) and by category (core, apps, …). With slice it goes down to single endpoints."),
        Tool(
            Risk, "risk", "What breaks at an upgrade",
            "Whether an app will run on a later Kubernetes release: the verdict with its findings, which deprecated or removed endpoints "
                + "it calls, which client calls them, in which release they end and what replaces them."),
        Tool(
            Callers, "callers", "Who calls an endpoint",
            "One endpoint by its operation id: its history, and who calls it by recording, user agent, user and test, with outcomes. Find "
                + "ids with the tool endpoints."),
        Tool(
            Endpoints, "endpoints", "Find endpoints",
            "Searches the endpoints of the recorded releases by words in id, path, kind, group or version, with tests and usage of each."),
        Tool(
            Untested, "untested", "Used but untested",
            "Stable endpoints that should have a conformance test and have none, the most used first. It takes a recorded test run."),
        Tool(
            Explain, "explain", "Which operation a request is",
            "Explains how a request to the Kubernetes API is read: which operation it is and why, or the named reason why it is none, with "
                + "operations that come close. Either verb and uri, or app and auditId of a recorded request."),
    ];

    static AnsweringTool Tool(Delegate ask, string name, string title, string description) => new(McpServerTool.Create(
        ask,
        new McpServerToolCreateOptions
        {
            Name = name,
            Title = title,
            Description = description,
            ReadOnly = true,
            Destructive = false,
            Idempotent = true,
            OpenWorld = false,
        }));

    Task<CallToolResult> Apps([Description(Rows)] int rows = UsualRows, CancellationToken cancelled = default) =>
        Ask("/api/v1/recordings", new(), rows, cancelled);

    Task<CallToolResult> Coverage(
        [Description(App)] string app,
        [Description("Where in the tree to look: \"stable\", or \"stable/apps\" for its endpoints. The whole without it.")]
        string? slice = null,
        [Description(Filters)] string[]? filters = null, [Description(Rows)] int rows = UsualRows, CancellationToken cancelled = default)
    {
        var query = Filtered(filters);
        query.Add("slice", slice ?? "");
        query.Add("depth", string.IsNullOrEmpty(slice) ? "2" : "1");
        return Ask($"/api/v1/apps/{PathSegment.Escape(app)}/coverage", query, rows, cancelled);
    }

    Task<CallToolResult> Risk(
        [Description(App)] string app,
        [Description("The release to upgrade to, such as 1.34; or next (the usual) or latest.")] string? target = null,
        [Description("The worst stability that is allowed: stable (the usual), beta or alpha.")] string? require = null,
        [Description(Rows)] int rows = UsualRows, CancellationToken cancelled = default)
    {
        var query = new QueryBuilder();
        if (!string.IsNullOrEmpty(target)) query.Add("target", target);
        if (!string.IsNullOrEmpty(require)) query.Add("require", require);
        return Ask($"/api/v1/apps/{PathSegment.Escape(app)}/risk", query, rows, cancelled);
    }

    Task<CallToolResult> Callers(
        [Description("The operation id, such as listCoreV1NamespacedPod.")] string operationId,
        [Description("Only these recordings; all without it.")] string[]? apps = null,
        [Description(Filters)] string[]? filters = null, [Description(Rows)] int rows = UsualRows, CancellationToken cancelled = default) =>
        Ask($"/api/v1/endpoints/{PathSegment.Escape(operationId)}", Filtered(filters, apps), rows, cancelled);

    Task<CallToolResult> Endpoints(
        [Description("Words to look for, such as \"ingress beta\".")] string words,
        [Description("Only these recordings; all without it.")] string[]? apps = null,
        [Description(Filters)] string[]? filters = null, [Description(Rows)] int rows = UsualRows, CancellationToken cancelled = default)
    {
        var query = Filtered(filters, apps);
        query.Add("q", words);
        return Ask("/api/v1/endpoints", query, rows, cancelled);
    }

    Task<CallToolResult> Untested(
        [Description(Filters)] string[]? filters = null,
        [Description("Whether to add endpoints that nobody uses.")] bool unused = false,
        [Description(Rows)] int rows = UsualRows, CancellationToken cancelled = default)
    {
        var query = Filtered(filters);
        if (unused) query.Add("unused", "true");
        return Ask("/api/v1/untested", query, rows, cancelled);
    }

    Task<CallToolResult> Explain(
        [Description("The verb as an audit log has it: get, list, watch, create, update, patch, delete, deletecollection.")]
        string? verb = null,
        [Description("The path and query that was asked for, such as /apis/apps/v1/namespaces/shop/deployments.")]
        string? uri = null,
        [Description("The Kubernetes release, such as 1.34; the newest known without it.")] string? release = null,
        [Description(App)] string? app = null, [Description("The audit id of a request of that recording.")] string? auditId = null,
        CancellationToken cancelled = default)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("verb", verb), ("uri", uri), ("release", release), ("app", app), ("auditId", auditId) })
            if (!string.IsNullOrEmpty(value)) query.Add(name, value);
        return Ask("/api/v1/explain", query, UsualRows, cancelled);
    }

    async Task<CallToolResult> Ask(string path, QueryBuilder query, int rows, CancellationToken cancelled)
    {
        var (status, body) = await api.Get(path, query.ToQueryString(), cancelled);
        if (status == StatusCodes.Status200OK)
            return Said(BoundedAnswer.Of(body, path + query, Math.Clamp(rows, 1, MostRows)), isError: false);
        using var problem = JsonDocument.Parse(body);
        var words = problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        return Said(words ?? FormattableString.Invariant($"The API answered {status}."), isError: true);
    }

    static CallToolResult Said(string text, bool isError) =>
        new() { Content = [new TextContentBlock { Text = text }], IsError = isError };

    static QueryBuilder Filtered(string[]? filters, string[]? apps = null)
    {
        var query = new QueryBuilder();
        foreach (var app in apps ?? []) query.Add("app", app);
        foreach (var filter in filters ?? [])
            query.Add(filter.Split('=')[0], filter.Split('=', 2) is [_, var pattern] ? pattern : "");
        return query;
    }
}
