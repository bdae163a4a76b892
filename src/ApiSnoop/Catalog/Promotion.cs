namespace ApiSnoop.Catalog;

/// <summary>An operation that became more stable.</summary>
/// <param name="From">The most stable form in the older release.</param>
/// <param name="To">The form in the newer release: the same path at a better version, or a group's index whose group improved.</param>
public sealed record Promotion(Operation From, Operation To);
