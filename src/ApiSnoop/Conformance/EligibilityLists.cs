using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance;

/// <summary>The two lists of the Kubernetes community that say which stable endpoints need no conformance test.</summary>
/// <param name="Ineligible">Operations that cannot have one, with the reason, by id.</param>
/// <param name="Pending">Operations that will be eligible and need none yet.</param>
public sealed record EligibilityLists(IReadOnlyDictionary<string, Ineligibility> Ineligible, IReadOnlySet<string> Pending)
{
    /// <summary>The lists that ship inside the product.</summary>
    public static EligibilityLists Shipped => new(ConformanceFacts.Ineligible, ConformanceFacts.Pending);

    /// <summary>Whether an operation should have a conformance test: stable, not deprecated, not in the ineligible list.</summary>
    /// <remarks>Pending ones are eligible; whoever counts what is owed asks for them apart.</remarks>
    public bool IsEligible(Operation operation) =>
        operation is { Level: Level.Stable, Deprecated: false } && !Ineligible.ContainsKey(operation.Id);

    /// <summary>Whether an operation is eligible and need not have its test yet.</summary>
    public bool IsPending(Operation operation) => Pending.Contains(operation.Id) && IsEligible(operation);
}
