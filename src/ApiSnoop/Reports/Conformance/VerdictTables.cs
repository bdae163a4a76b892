using ApiSnoop.Catalog;
using ApiSnoop.Conformance.Proposals;
using ApiSnoop.Conformance.Runs;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Conformance.Verdicts;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Conformance;

/// <summary>What verdicts and proposals name, as tables.</summary>
public static class VerdictTables
{
    /// <summary>A row an endpoint that the gate looked at: what fails first, then what is excused, then what passes.</summary>
    public static Table Gate(GateVerdict verdict)
    {
        var untested = verdict.Untested.Select(e => Row("untested", e));
        var regressed = verdict.Regressed.Select(e => Row("regressed", e));
        var pending = verdict.Pending.Where(e => !e.ConformanceTested).Select(e => Row("pending", e));
        var stale = verdict.StalePending.Select(e => Row("stale pending", e));
        var tested = verdict.New.Where(e => e.ConformanceTested).Select(e => Row("tested", e));
        return Table.Of(
            ["result", "method", "path", "introduced", "tests", "operation id"],
            verdict.IsGiven ? [.. untested, .. regressed, .. pending, .. stale, .. tested] : []);
    }

    /// <summary>A row an endpoint that fares differently, in the columns of a comparison of recordings.</summary>
    public static Table Changes(ResultsDifference difference) => Table.Of(
        ["change", "level", "category", "method", "path", "tests of " + NameOf(difference.A), "tests of " + NameOf(difference.B),
            "difference", "operation id"],
        difference.Endpoints.Select(e => new object?[]
        {
            Words(e.Kind), e.Operation.Level.Text(), e.Operation.Category, e.Operation.Method.Text(), e.Operation.Path,
            e.InA ? difference.A.TestsOf(e.Operation.Id).Length : null, e.InB ? difference.B.TestsOf(e.Operation.Id).Length : null,
            difference.B.TestsOf(e.Operation.Id).Length - difference.A.TestsOf(e.Operation.Id).Length, e.Operation.Id,
        }));

    /// <summary>A row a test that only one of the two has.</summary>
    public static Table TestChanges(ResultsDifference difference) => Table.Of(
        ["change", "conformance", "test"],
        [
            .. difference.TestsAdded.Select(t => new object?[] { "added", t.Conformance, t.Name }),
            .. difference.TestsRemoved.Select(t => new object?[] { "removed", t.Conformance, t.Name }),
        ]);

    /// <summary>A row a test of a checked run, the wrong ones first.</summary>
    public static Table Run(RunCheck check) => Table.Of(
        ["state", "test", "why"],
        check.Tests.Select(t => new object?[] { Words(t.State), t.Name, t.Why }));

    /// <summary>A row an endpoint that a proposed test hits.</summary>
    public static Table Proposal(ProposedTest proposal) => Table.Of(
        ["adds", "method", "path", "requests", "tested", "conformance tested", "eligibility", "operation id"],
        proposal.Hits.Select(h => new object?[]
        {
            h.Adds, h.Endpoint.Operation.Method.Text(), h.Endpoint.Operation.Path, h.Requests, h.Endpoint.Tested,
            h.Endpoint.ConformanceTested, StandingTables.DemandText(h.Endpoint.Demand), h.Endpoint.Operation.Id,
        }));

    /// <summary>A row a test that could be promoted.</summary>
    public static Table Candidates(IEnumerable<PromotionCandidate> candidates) => Table.Of(
        ["endpoints", "test", "operation ids"],
        candidates.Select(c => new object?[] { c.Endpoints.Length, c.Test, Ids(c.Endpoints) }));

    /// <summary>A row a kind that a test is missing for.</summary>
    public static Table Kinds(IEnumerable<UntestedKind> kinds) => Table.Of(
        ["untested", "tested", "group", "version", "kind", "operation ids"],
        kinds.Select(k => new object?[] { k.Untested.Length, k.Tested, k.Group, k.Version, k.Kind, Ids(k.Untested) }));

    /// <summary>What results are called in a column's heading.</summary>
    public static string NameOf(ApiSnoop.Conformance.Results.TestResults results) =>
        results.Origin.Kind == ApiSnoop.Conformance.Results.ResultsKind.Recording ? results.Origin.Name : results.Release.Name;

    /// <summary>What became of an endpoint, in words.</summary>
    public static string Words(ChangeKind kind) => kind switch
    {
        ChangeKind.NewlyConformanceTested => "newly conformance tested",
        ChangeKind.NewlyTested => "newly tested",
        ChangeKind.NoLongerConformanceTested => "no longer conformance tested",
        ChangeKind.NoLongerTested => "no longer tested",
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        _ => "same",
    };

    static string Words(RunState state) => state switch
    {
        RunState.Failed => "failed",
        RunState.Doubtful => "doubtful",
        RunState.Missing => "missing",
        RunState.Extra => "extra",
        _ => "passed",
    };

    static string Ids(IEnumerable<EndpointStanding> endpoints) => string.Join(' ', endpoints.Select(e => e.Operation.Id));

    static object?[] Row(string result, EndpointStanding e) =>
        [result, e.Operation.Method.Text(), e.Operation.Path, e.Introduced?.ToString(), e.Tests.Length, e.Operation.Id];
}
