using System.Runtime.CompilerServices;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Loading.Requests;

/// <summary>Finds what a request was about: its operation or the reason why none, and its place in the dimensions.</summary>
/// <remarks>One for each thread: it remembers what it looked up last. The tables behind it are shared.</remarks>
internal sealed class FactFinder(OperationMatcher matcher, MissNaming naming, Dimensions dimensions, LoadFilter filter)
{
    /// <summary>How many paths are remembered; a power of two.</summary>
    const int Remembered = 65_536;

    /// <summary>How many shapes of misses are remembered; a power of two.</summary>
    const int RememberedMisses = 4096;

    const int NotAllowed = (int)System.Net.HttpStatusCode.MethodNotAllowed;

    /// <summary>How many events ahead memory is fetched: about as long as it takes to come.</summary>
    const int Ahead = 8;

    readonly (ulong Path, int Target)[] _seen = new (ulong, int)[Remembered];
    readonly (ulong Shape, int Target)[] _seenMisses = new (ulong, int)[RememberedMisses];
    readonly RecentTexts _verbs = new(dimensions.Verbs);
    readonly RecentTexts _agents = new(dimensions.Agents);
    readonly RecentTexts _users = new(dimensions.Users);
    readonly RecentTexts _namespaces = new(dimensions.Namespaces);
    readonly RecentTexts _parameters = new(dimensions.Parameters);
    readonly byte[] _names = new byte[ParameterNames.Longest];
    readonly byte[] _nameSpace = new byte[NamespaceInPath.Longest];
    ApiMethod[] _methods = [];

    /// <summary>Finds the facts of an event but for its target, which waits for <see cref="FindTargets"/>.</summary>
    public void Find(ref ReadEvent readEvent)
    {
        ref readonly var e = ref readEvent.Event;
        var uri = e.RequestUri.Span;
        var path = PathOf(uri, readEvent.Event.Uri.Query);
        var nameSpace = e.Namespace.Length > 0 ? e.Namespace.Span : NamespaceInPath.Of(path, _nameSpace);
        ref var facts = ref readEvent.Facts;
        facts = new RequestFacts
        {
            Verb = (short)_verbs.Intern(e.LoggedVerb),
            Agent = _agents.Intern(e.UserAgent.Span),
            User = _users.Intern(e.Who.Span),
            Namespace = _namespaces.Intern(nameSpace),
        };
        if (e.Impersonated.Length > 0) facts.Impersonator = _users.Intern(e.UserName.Span);
        if (e.Deprecation.Length > 0) facts.Deprecation = (byte)dimensions.Deprecations.Intern(e.Deprecation.Span);
        facts.Kept = filter.Keeps(e, nameSpace, facts);
        if (!facts.Kept) return;
        if (readEvent.Event.Uri.Query >= 0)
            facts.Parameters = _parameters.Intern(ParameterNames.Of(uri[(readEvent.Event.Uri.Query + 1)..], _names));
        var asked = (ulong)(facts.Verb + 1) * 0x9E3779B97F4A7C15 + (e.Code == NotAllowed ? 1UL : 0);
        readEvent.Path = ByteHash.Mix(e.Uri.Path, asked) | 1UL << 63;
    }

    /// <summary>Finds the targets of events whose other facts were found.</summary>
    public void FindTargets(Span<ReadEvent> readEvents)
    {
        for (var i = 0; i < readEvents.Length; i++)
        {
            if (i + Ahead < readEvents.Length) Prefetch.FetchAhead(ref Seen(readEvents[i + Ahead].Path));
            ref var readEvent = ref readEvents[i];
            if (readEvent.Path == 0) continue;
            // Clients ask for the same paths over and over.
            ref var seen = ref Seen(readEvent.Path);
            if (seen.Path != readEvent.Path) seen = (readEvent.Path, Match(readEvent));
            ref var facts = ref readEvent.Facts;
            facts.Target = seen.Target;
            facts.Cell = new CellFacts(
                facts.Target, facts.Agent, facts.User, facts.Impersonator, facts.Namespace, facts.Verb, (short)readEvent.Event.Code,
                facts.Deprecation);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ref (ulong Path, int Target) Seen(ulong path) => ref _seen[(int)path & (Remembered - 1)];

    int Match(in ReadEvent readEvent)
    {
        var path = PathOf(readEvent.Event.RequestUri.Span, readEvent.Event.Uri.Query);
        var target = Match(path, readEvent.Facts.Verb, readEvent.Event);
        dimensions.Targets.Sample(target, path);
        return target;
    }

    static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> uri, int query) => query < 0 ? uri : uri[..query];

    int Match(ReadOnlySpan<byte> path, short verb, in AuditEvent e)
    {
        var operation = matcher.Match(path, MethodOf(verb), out var pathIsKnown);
        if (operation >= 0)
        {
            // What a server does not allow it has no route for, but a proxy's answer may be the backend's.
            if (e.Code != NotAllowed || matcher.IsProxy(operation)) return operation;
            pathIsKnown = true;
        }

        var verbText = e.LoggedVerb;
        var shape = MissShape.Of(path, verb, pathIsKnown);
        if (shape == 0) return Miss(path, verbText, pathIsKnown);
        ref var seen = ref _seenMisses[(int)shape & (RememberedMisses - 1)];
        if (seen.Shape != shape) seen = (shape, Miss(path, verbText, pathIsKnown));
        return seen.Target;
    }

    int Miss(ReadOnlySpan<byte> path, ReadOnlySpan<byte> verbText, bool pathIsKnown)
    {
        var (reason, name) = naming.Of(path, verbText, pathIsKnown);
        return dimensions.Targets.Miss(reason, System.Text.Encoding.UTF8.GetBytes(name));
    }

    ApiMethod MethodOf(short verb)
    {
        while (verb >= _methods.Length)
        {
            var known = _methods.Length;
            Array.Resize(ref _methods, dimensions.Verbs.Count);
            for (var i = known; i < _methods.Length; i++) _methods[i] = AuditVerb.Method(dimensions.Verbs.Utf8(i));
        }

        return _methods[verb];
    }
}
