using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;

namespace ApiSnoop.Explaining;

/// <summary>Explains requests of a recording, which keeps all of an event but what the server read in the path.</summary>
public static class RecordedExplanations
{
    /// <summary>Explains the requests with an audit id.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="release">The release that it was matched against.</param>
    /// <param name="naming">How its user agents name tests.</param>
    /// <param name="auditId">The audit id.</param>
    /// <exception cref="StoreException">The rows cannot be read.</exception>
    public static IReadOnlyList<Explanation> Of(StoredRecording stored, Release release, TestNaming naming, string auditId)
    {
        var explainer = new Explainer(release);
        return
        [
            .. RecordedCalls.WithAuditId(stored, auditId).Select(r => explainer.Explain(
                stored.Manifest.App,
                new AskedRequest(
                    auditId, r.Stage, r.Call.Received, r.Call.Verb, r.Call.Uri, r.Call.Code, r.Call.User, r.Impersonator, r.UserAgent,
                    naming.Of(r.UserAgent)?.Name ?? "", r.Namespace, r.Deprecation),
                null)),
        ];
    }
}
