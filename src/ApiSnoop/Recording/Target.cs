using ApiSnoop.Matching;

namespace ApiSnoop.Recording;

/// <summary>What a request was for: an operation, or the named reason why none.</summary>
/// <param name="OperationId">The operation, or null when none matched.</param>
/// <param name="Reason">Why none matched; <see cref="MissReason.None"/> for an operation.</param>
/// <param name="Name">For a miss what was asked for, such as <c>stable.example.com/v1 crontabs</c>; else empty.</param>
/// <param name="SampleUri">One URI that was seen, without its query.</param>
public sealed record Target(string? OperationId, MissReason Reason, string Name, string SampleUri);
