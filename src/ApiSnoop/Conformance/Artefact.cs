using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance;

/// <summary>A published status that says more of how it was counted than of the tests; it stays as published and is marked.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="From">The first release whose published status is meant.</param>
/// <param name="To">The last one.</param>
/// <param name="Why">What went wrong, in a sentence.</param>
public sealed record Artefact(string OperationId, ReleaseVersion From, ReleaseVersion To, string Why);
