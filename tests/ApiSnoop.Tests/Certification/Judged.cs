using System.Text.Json.Nodes;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Certification;

/// <summary>Logs, small ones and real ones, loaded and judged.</summary>
public abstract class Judged : LogFolderFixture
{
    int _next;

    private protected RecordingStore Store => new(Path.Combine(Folder, "store"));

    /// <summary>An event of an app that runs in the cluster.</summary>
    private protected string Call(
        string uri, string verb = "get", int? code = 200, string agent = "shop/1.0", string user = "system:serviceaccount:shop:shop",
        string? removed = null, bool deprecated = false, string stage = "ResponseComplete")
    {
        var second = _next++;
        var json = JsonNode.Parse(AuditText.Event($"id-{second}", stage, uri, verb, code, user, agent, second % 3000))!;
        if (deprecated || removed is not null) json["annotations"] = new JsonObject { ["k8s.io/deprecated"] = "true" };
        if (removed is not null) json["annotations"]!["k8s.io/removed-release"] = removed;
        return json.ToJsonString();
    }

    private protected AppCoverage Load(string release, params string[] events) =>
        LoadFile(Write("audit.log", string.Join('\n', events)), ReleaseVersion.TryParse(release, out var v) ? v : null);

    private protected AppCoverage LoadFile(string log, ReleaseVersion? release = null, LoadFilterTerms? filter = null, string app = "app")
    {
        AuditLoad.Run(
            new LoadRequest { App = app, Inputs = [log], Release = release, Threads = 1, Filter = filter ?? LoadFilterTerms.None }, Store,
            new LoadProgress(), TestContext.Current.CancellationToken);
        return new RecordingShelf(Store).Coverage(app, RecordingFilter.All)!;
    }

    private protected static AppVerdict Judge(
        AppCoverage app, string target = CertificationTerms.Next, Level require = Level.Stable, params string[] ignore) =>
        AppVerdict.Of(app, new CertificationTerms { Target = target, Require = require, Ignore = [.. ignore.Select(IgnoreTerm.Parse)] });
}
