using ApiSnoop.Catalog;
using ApiSnoop.Conformance;

namespace ApiSnoop.Reports.Usage;

/// <summary>What the column <c>conforms</c> says where nobody imported a sheet: the shipped lists, and the test run.</summary>
internal static class ShippedConformance
{
    /// <summary>
    /// <c>yes</c> for what a test of the release's conformance list hits; for what could have one and has none <c>no</c>,
    /// <c>pending</c>, or <c>not observed</c> where no run of its release is loaded; <c>ineligible</c>; else empty.
    /// </summary>
    /// <param name="run">The test run; null without one.</param>
    /// <param name="lists">The lists in force.</param>
    public static Func<Operation, SheetRow?, string> Of(AppCoverage? run, EligibilityLists lists)
    {
        var uses = run?.Coverage.Endpoints.ToDictionary(e => e.Operation.Id, StringComparer.Ordinal) ?? [];
        return (operation, _) => uses.GetValueOrDefault(operation.Id) is { ConformanceTested: true } ? "yes"
            : lists.Ineligible.ContainsKey(operation.Id) ? "ineligible"
            : !lists.IsEligible(operation) ? ""
            : lists.Pending.Contains(operation.Id) ? "pending"
            : uses.ContainsKey(operation.Id) ? "no" : "not observed";
    }
}
