namespace ApiSnoop.Conformance;

/// <summary>Why an operation cannot have a conformance test, by the list that the Kubernetes community keeps.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Reason">The reason that the list gives.</param>
/// <param name="Link">Where it was decided; empty where the list has none.</param>
public sealed record Ineligibility(string OperationId, string Reason, string Link);
