using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Deprecation;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports;

namespace ApiSnoop.Certification;

/// <summary>Comes to a verdict on an app.</summary>
sealed class Judgement
{
    readonly AppCoverage _app;
    readonly CertificationTerms _terms;
    readonly KubernetesCatalog _catalog;
    readonly OwnRequests _own;
    readonly ReleaseVersion? _release;

    public Judgement(AppCoverage app, CertificationTerms terms, NoiseRules noise, KubernetesCatalog catalog)
    {
        _app = app;
        _terms = terms;
        _catalog = catalog;
        _release = terms.Release ?? app.Release.Version;
        _own = OwnRequests.Of(app, terms, noise);
    }

    public AppVerdict Verdict()
    {
        var target = _release is { } release ? _terms.TargetAfter(release, _catalog) : (ReleaseVersion?)null;
        var operations = _own.Operations.Select(Used).OrderBy(o => o.Operation.Id, StringComparer.Ordinal).ToImmutableArray();
        var foreign = ForeignRequests.Of(_own, name => _release is { } r ? FormerApis.Of(_catalog).GoneIn(name, r) : null);
        var found = new Findings(operations, foreign, _release, target, _terms.Require, _catalog).All();
        var kept = found.Where(f => !_terms.Ignore.Any(i => Hides(i, f))).ToImmutableArray();
        var confidence = _own.Confidence(operations);
        return new AppVerdict
        {
            App = _app.App,
            Recording = _app.Manifest,
            Terms = _terms,
            Release = _release,
            Target = target,
            TargetIsKnown = target is { } t && _catalog.Has(t),
            Operations = operations,
            Foreign = foreign,
            Noise = _own.Noise(o => GuaranteeOf(o) is { Kind: GuaranteeKind.Ends }),
            Ignored = [.. _terms.Ignore.Select(i => new Ignored(i, _own.HiddenBy(i), found.Count(f => Hides(i, f))))],
            Findings = kept,
            Confidence = confidence,
            Problem = _release is null
                ? $"it was matched against a document of its own, {_app.Release.Name}: say what it runs on with --release"
                : confidence.Lacks(_terms),
            Range = foreign.Any(f => f.IsGone) ? null : RangeOf(operations),
        };
    }

    static bool Hides(IgnoreTerm term, Finding finding) =>
        term.Rule is { } rule && (rule == finding.Rule || rule == finding.Use?.Guarantee.Rule.Id);

    UsedOperation Used(OperationRequests requests) => new()
    {
        Operation = requests.Operation,
        Use = Discovery.Is(requests.Operation) ? UseKind.Discovery
            : requests.TriedInVain && !_own.Writes(requests.Operation) ? UseKind.Attempted : UseKind.InUse,
        Clients = requests.Clients(),
        Succeeded = requests.Succeeded,
        Guarantee = GuaranteeOf(requests),
        Deprecation = SignsOf(requests),
        Replacement = Replacement.Of(requests.Operation),
    };

    DeprecationSigns SignsOf(OperationRequests requests) =>
        DeprecationSigns.Of(requests.Operation, requests.Said, _release ?? _catalog.Newest, _catalog);

    /// <summary>What the catalog does not know, the server and the table may (AS-009); else the rules.</summary>
    Guarantee GuaranteeOf(OperationRequests requests)
    {
        var release = _release ?? _catalog.Newest;
        var byRule = RuleBook.Shipped.GuaranteeOf(requests.Operation, release, _catalog);
        if (!byRule.Rule.CountsForLevel) return byRule;
        var signs = SignsOf(requests);
        var sign = byRule.By == Basis.Catalog ? signs.EndBeforeCatalog(release) : signs.EndBeyondCatalog;
        return sign is null ? byRule : new(GuaranteeKind.Ends, sign.End, sign.By, RuleBook.Shipped["AS-009"]);
    }

    /// <summary>The known releases in a row around the app's that have everything that it depends on.</summary>
    (ReleaseVersion First, ReleaseVersion Last)? RangeOf(ImmutableArray<UsedOperation> operations)
    {
        if (_release is not { } release) return null;
        var used = operations.Where(o => o.Use == UseKind.InUse).Select(o => _catalog.History(o.Operation.Id)).ToList();
        if (used.Count == 0 || used.Contains(null)) return null;
        var has = _catalog.Versions.Select(v => used.TrueForAll(h => h!.Releases.Contains(v))).ToList();
        var at = Enumerable.Range(0, has.Count).FirstOrDefault(i => _catalog.Versions[i] == release, -1);
        if (at < 0 || !has[at]) return null;
        int first = at, last = at;
        while (first > 0 && has[first - 1]) first--;
        while (last + 1 < has.Count && has[last + 1]) last++;
        return (_catalog.Versions[first], _catalog.Versions[last]);
    }
}
