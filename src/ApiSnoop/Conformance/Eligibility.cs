using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance;

/// <summary>Whether an endpoint should have a conformance test, in words.</summary>
public static class Eligibility
{
    /// <summary>The answer for an operation, with its reason.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="lists">The lists in force.</param>
    public static string Of(Operation operation, EligibilityLists lists) =>
        (operation, lists.Ineligible.GetValueOrDefault(operation.Id)) switch
        {
            (_, { } ineligible) => "ineligible: " + ineligible.Reason,
            ({ Deprecated: true }, _) => "not eligible: deprecated",
            ({ Level: not Level.Stable }, _) => "not eligible: only stable endpoints are",
            _ when lists.Pending.Contains(operation.Id) =>
                "eligible for a conformance test, and on the list of those that need none yet",
            _ => "eligible for a conformance test",
        };
}
