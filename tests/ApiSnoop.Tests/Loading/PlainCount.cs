using System.IO.Compression;
using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Tests.Matching;

namespace ApiSnoop.Tests.Loading;

/// <summary>
/// A log counted the slow and obvious way, to tell what the fast way must count: every line parsed by the framework, the stages of a
/// request put together in memory, every template of the release tried as a regular expression.
/// </summary>
sealed class PlainCount
{
    static readonly string[] s_stages = ["RequestReceived", "ResponseStarted", "Panic", "ResponseComplete"];

    readonly Dictionary<string, Request> _requests = [];
    readonly Dictionary<(string, ApiMethod), Operation?> _known = [];
    readonly RegexMatcher _matcher;

    sealed record Request(int Stage, Operation? Operation, string Agent, string User, string Namespace, string Verb, int Code);

    /// <summary>Counts a gzip file with an event a line.</summary>
    public PlainCount(string file, Release release)
    {
        _matcher = new RegexMatcher(release);
        using var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            Lines++;
            using var json = JsonDocument.Parse(line);
            Add(json.RootElement);
        }
    }

    public int Lines { get; private set; }

    public int Requests => _requests.Count;

    public int Matched => _requests.Values.Count(r => r.Operation is not null);

    public (int Stable, int Beta, int Alpha) Levels
    {
        get
        {
            var hit = _requests.Values.Select(r => r.Operation).OfType<Operation>().Distinct().ToList();
            return (hit.Count(o => o.Level == Level.Stable), hit.Count(o => o.Level == Level.Beta), hit.Count(o => o.Level == Level.Alpha));
        }
    }

    /// <summary>Tests, as user agents name them, with a request that matches an operation.</summary>
    public int Tests => _requests.Values.Where(r => r.Operation is not null && r.Agent.Contains(" -- "))
        .Select(r => r.Agent[(r.Agent.IndexOf(" -- ", StringComparison.Ordinal) + 4)..]).Distinct().Count();

    /// <summary>Every combination with its requests. Of what matches nothing, the name is left out: it is no count.</summary>
    public List<string> Cells => [.. _requests.Values
        .GroupBy(r => Cell(r.Operation?.Id, r.Agent, r.User, r.Namespace, r.Verb, r.Code))
        .Select(g => $"{g.Count()} of {g.Key}")
        .Order(StringComparer.Ordinal)];

    /// <summary>A combination in words.</summary>
    public static string Cell(string? operation, string agent, string user, string space, string verb, int code) =>
        string.Join(" | ", operation ?? "nothing", agent, user, space, verb, code);

    void Add(JsonElement e)
    {
        var (verb, uri) = (Text(e, "verb"), Text(e, "requestURI"));
        var key = string.Join('\n', Text(e, "auditID"), Text(e, "requestReceivedTimestamp"), verb, uri);
        var stage = Array.IndexOf(s_stages, Text(e, "stage"));
        if (_requests.TryGetValue(key, out var before) && before.Stage > stage) return;
        var code = e.TryGetProperty("responseStatus", out var status) && status.TryGetProperty("code", out var said) ? said.GetInt32() : 0;
        _requests[key] = new Request(
            // A method that is not allowed hit nothing, unless it was a backend behind a proxy that said so.
            stage, code == 405 && !uri.Contains("/proxy", StringComparison.Ordinal) ? null : Match(uri, verb), Text(e, "userAgent"),
            Text(e, "username", e.TryGetProperty("impersonatedUser", out _) ? "impersonatedUser" : "user"),
            Text(e, "namespace", "objectRef") is { Length: > 0 } named ? named : NamespaceIn(uri), verb, code);
    }

    Operation? Match(string uri, string verb)
    {
        var path = uri.Split('?')[0];
        var method = MethodOf(verb);
        if (!_known.TryGetValue((path, method), out var operation))
            _known[(path, method)] = operation = _matcher.Match(path, method);
        return operation;
    }

    static ApiMethod MethodOf(string verb) => verb switch
    {
        "get" or "list" or "watch" => ApiMethod.Get,
        "create" or "post" => ApiMethod.Post,
        "update" or "put" => ApiMethod.Put,
        "patch" => ApiMethod.Patch,
        "delete" or "deletecollection" => ApiMethod.Delete,
        "" or "options" => ApiMethod.Options,
        _ => ApiMethod.None,
    };

    /// <summary>The namespace in a path, for events that do not name one: <c>/api/v1/namespaces/NAME/…</c>.</summary>
    static string NamespaceIn(string uri)
    {
        var segments = Uri.UnescapeDataString(uri.Split('?')[0]).Split('/');
        var root = segments.ElementAtOrDefault(1) switch { "api" => 3, "apis" => 4, _ => segments.Length };
        return segments.ElementAtOrDefault(root) == "namespaces" ? segments.ElementAtOrDefault(root + 1) ?? "" : "";
    }

    static string Text(JsonElement e, string name, string inside) => e.TryGetProperty(inside, out var inner) ? Text(inner, name) : "";

    static string Text(JsonElement e, string name) => e.TryGetProperty(name, out var text) ? text.GetString()! : "";
}
