using System.Collections.Immutable;
using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;

namespace ApiSnoop.Explaining;

/// <summary>Explains requests: the same matcher as a load's, with what it had to choose from.</summary>
public sealed class Explainer
{
    const int MostNear = 5;
    const int NotAllowed = 405;

    readonly Release _release;
    readonly OperationMatcher _matcher;
    readonly MissNaming _naming;

    /// <summary>Explains against the operations of a release.</summary>
    public Explainer(Release release)
    {
        _release = release;
        _matcher = new OperationMatcher(release);
        _naming = new MissNaming(release, () => KubernetesCatalog.Shipped.Groups);
    }

    /// <summary>Explains one request.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="request">The request.</param>
    /// <param name="serverSays">The server's own reading, or null.</param>
    public Explanation Explain(string place, AskedRequest request, ObjectReference? serverSays)
    {
        var query = request.Uri.IndexOf('?', StringComparison.Ordinal);
        var path = Encoding.UTF8.GetBytes(query < 0 ? request.Uri : request.Uri[..query]);
        var verb = Encoding.UTF8.GetBytes(request.Verb);
        var method = AuditVerb.Method(verb);
        var decoded = Decoded(path);
        var index = _matcher.Match(path, method, out var pathIsKnown);
        var refused = index >= 0 && request.Code == NotAllowed && !_matcher.IsProxy(index);
        var operation = index >= 0 && !refused ? _release.Operations[index] : null;
        var (reason, missed) = operation is null ? _naming.Of(path, verb, pathIsKnown || refused) : (MissReason.None, "");
        return new Explanation
        {
            Place = place,
            Request = request,
            Release = _release.Name,
            Path = decoded,
            Method = method,
            Operation = operation,
            Segments = operation is null ? [] : Aligned(operation.Path, decoded),
            Reason = reason,
            Missed = missed,
            Remarks = [.. Remarks(request, path, method, operation, refused ? _release.Operations[index] : null)],
            Near = [.. Near(decoded, method, operation).Take(MostNear)],
            ServerSays = serverSays,
        };
    }

    static string Decoded(ReadOnlySpan<byte> path)
    {
        var decoded = new byte[path.Length];
        return Encoding.UTF8.GetString(decoded.AsSpan(0, PercentEncoding.Decode(path, decoded)));
    }

    static IEnumerable<string> Remarks(AskedRequest request, byte[] path, ApiMethod method, Operation? operation, Operation? refused)
    {
        if (path.Contains((byte)'%'))
            yield return "The server decodes the whole path, once, and splits it then.";
        if (refused is not null)
            yield return $"The server answered 405, method not allowed, so it has no such route, though {refused.Id} has this path and "
                + $"method.";
        if (request.Verb.Length == 0)
            yield return "An empty verb is any method that Kubernetes has no verb for: OPTIONS, TRACE, CONNECT, or one in lower case.";
        if (request.Verb == Encoding.UTF8.GetString(AuditVerb.Absent)) yield return "The event has no verb, so its method is not known.";
        if (method == ApiMethod.Get && request.Verb is "get" or "list" && operation is not null)
            yield return "HEAD is logged in the same way as GET and cannot be told from it.";
    }

    static ImmutableArray<(string, string)> Aligned(string template, string path)
    {
        var (parts, segments) = (Split(template), Split(path));
        var aligned = ImmutableArray.CreateBuilder<(string, string)>();
        for (var i = 0; i < parts.Length; i++)
        {
            var isRest = i == parts.Length - 1 && segments.Length > parts.Length;
            aligned.Add((parts[i], isRest ? string.Join('/', segments[i..]) : segments.ElementAtOrDefault(i) ?? ""));
        }

        return aligned.ToImmutable();
    }

    /// <summary>Operations whose path fits with other methods, then those whose path differs in one segment.</summary>
    IEnumerable<(Operation, string)> Near(string path, ApiMethod method, Operation? matched)
    {
        var segments = Split(path);
        var ranked =
            from operation in _release.Operations
            where operation != matched
            let parts = Split(operation.Path)
            let distance = Distance(parts, segments)
            where distance.Differences is 0 or 1
            where distance.Differences == 0 || operation.Method == method
            orderby distance.Differences, -distance.Literals, operation.Id
            select (operation, WhyNot(operation, method, parts, segments));
        return ranked;
    }

    /// <summary>How many segments differ, with one too many or too few as one; and how many literal ones are the same.</summary>
    static (int Differences, int Literals) Distance(string[] parts, string[] segments)
    {
        if (Math.Abs(parts.Length - segments.Length) > 1) return (int.MaxValue, 0);
        var shared = Math.Min(parts.Length, segments.Length);
        var differences = Math.Abs(parts.Length - segments.Length);
        var literals = 0;
        for (var i = 0; i < shared; i++)
        {
            if (IsVariable(parts[i])) continue;
            if (parts[i] == segments[i]) literals++;
            else differences++;
        }

        return (differences, literals);
    }

    static string WhyNot(Operation operation, ApiMethod method, string[] parts, string[] segments)
    {
        if (parts.Length > segments.Length) return $"the path ends before its last segment, {parts[^1]}";
        if (parts.Length < segments.Length) return $"nothing of it fits the last segment, {segments[^1]}";
        for (var i = 0; i < parts.Length; i++)
            if (!IsVariable(parts[i]) && parts[i] != segments[i])
                return $"its segment {i + 1} is {parts[i]}, not {segments[i]}";
        return operation.Method == method
            ? "another one has a literal segment where this one has a variable"
            : $"it is {operation.Method.Text()}, and the verb stands for {(method == ApiMethod.None ? "no method" : method.Text())}";
    }

    static bool IsVariable(string part) => part.StartsWith('{');

    static string[] Split(string path) => path.Trim('/').Split('/');
}
