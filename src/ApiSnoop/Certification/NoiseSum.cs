using ApiSnoop.Insights.Noise;

namespace ApiSnoop.Certification;

/// <summary>Requests that are noise, and so not held against the app.</summary>
/// <param name="Kind">The kind of noise.</param>
/// <param name="What">Whom it is about.</param>
/// <param name="Requests">How many requests.</param>
/// <param name="AtRisk">Of these, how many to operations that end.</param>
public sealed record NoiseSum(NoiseKind Kind, string What, long Requests, long AtRisk);
