using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Loading.RequestCounts;

/// <summary>Makes a recording of what OpenShift counted, where no audit log can be had.</summary>
/// <remarks>
/// A count names a resource and a verb, and neither a namespace nor an object: it is taken for the operation on an object or a collection
/// in a namespace where the resource has one. There are no single requests, no outcomes and no times.
/// </remarks>
public static class RequestCountLoad
{
    /// <summary>What is said of such a recording beside its numbers.</summary>
    public const string Note =
        "Made of APIRequestCounts: resource level only. Subresources, namespaces, outcomes, times and single requests are not observed.";

    /// <summary>Makes the recording.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="file">The document's name and bytes.</param>
    /// <param name="release">The release of the cluster, which the document does not tell.</param>
    /// <param name="kind">What it is of.</param>
    /// <param name="store">Where to.</param>
    /// <param name="toolVersion">The version of APISnoop, for the manifest.</param>
    /// <exception cref="InvalidDataException">The document is none of these.</exception>
    /// <exception cref="StoreException">The recording cannot be written.</exception>
    public static Manifest Run(
        string app, (string Name, byte[] Bytes) file, Release release, RecordingKind kind, RecordingStore store, string toolVersion)
    {
        var document = RequestCountDocument.Read(file.Bytes, file.Name);
        if (document.Uses.IsEmpty) throw new InvalidDataException($"{file.Name} counts no request by anybody.");
        var cube = CubeOf(document.Uses, release);
        var dimensions = new Dimensions(new TargetTable(release));
        var counter = new CubeCounter();
        counter.Resume(cube, dimensions);
        using var draft = store.Begin(app);
        draft.WriteCounts(dimensions, counter, new ParameterCounter(dimensions));
        return draft.Commit(new Manifest
        {
            App = app,
            Kind = kind,
            Release = release.Name,
            ReleaseEvidence = "given with --release",
            LoadedAt = store.Clock.GetUtcNow(),
            ToolVersion = toolVersion,
            Sources = [new(file.Name, Convert.ToHexStringLower(SHA256.HashData(file.Bytes)), file.Bytes.Length, 0, null, null)],
            Notes = Notes(document.Untold),
            Requests = cube.Requests,
            MatchedRequests = cube.Cells.Where(c => cube.Targets[c.Target].OperationId is not null).Sum(c => c.Requests),
            UntimedRequests = cube.Requests,
        });
    }

    static ImmutableArray<string> Notes(long untold) => untold == 0 ? [Note] :
    [
        Note,
        FormattableString.Invariant(
            $"{untold:N0} requests were of users that the counts do not name: OpenShift names ten for each resource and hour."),
    ];

    static Cube CubeOf(IEnumerable<ResourceUse> uses, Release release)
    {
        var (matcher, naming) = (new OperationMatcher(release), new MissNaming(release, () => KubernetesCatalog.Shipped.Groups));
        var targets = new NumberedThings<Target>();
        var (agents, users, verbs) = (new NumberedThings<string>(), new NumberedThings<string>(), new NumberedThings<string>());
        var cells =
            from use in uses
            group use.Requests by (
                Target: targets.Of(TargetOf(use, matcher, naming, release)), Agent: agents.Of(use.Agent), User: users.Of(use.User),
                Verb: verbs.Of(use.Verb)) into same
            select new Cell(same.Key.Target, same.Key.Agent, same.Key.User, 0, checked((short)same.Key.Verb), 0, same.Sum());
        var counted = cells.ToImmutableArray();
        return new(targets.All, agents.All, users.All, [""], verbs.All, counted);
    }

    static Target TargetOf(ResourceUse use, OperationMatcher matcher, MissNaming naming, Release release)
    {
        var root = use.Group.Length == 0 ? $"/api/{use.Version}" : $"/apis/{use.Group}/{use.Version}";
        var isOfObject = use.Verb is "get" or "update" or "patch" or "delete";
        var end = use.Resource + (isOfObject ? "/x" : "");
        var method = AuditVerb.Method(Encoding.UTF8.GetBytes(use.Verb));
        var isKnown = false;
        foreach (var path in (ReadOnlySpan<string>)[$"{root}/namespaces/x/{end}", $"{root}/{end}"])
        {
            var operation = matcher.Match(Encoding.UTF8.GetBytes(path), method, out var known);
            if (operation >= 0) return new Target(release.Operations[operation].Id, MissReason.None, "", path);
            isKnown |= known;
        }

        var asked = $"{root}/{end}";
        var (reason, name) = naming.Of(Encoding.UTF8.GetBytes(asked), Encoding.UTF8.GetBytes(use.Verb), isKnown);
        return new Target(null, reason, name, asked);
    }
}
