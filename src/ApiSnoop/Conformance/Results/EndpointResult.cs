using System.Collections.Immutable;

namespace ApiSnoop.Conformance.Results;

/// <summary>What the tests of a release did to an endpoint that they hit.</summary>
/// <param name="ConformanceTested">Whether one of them is a conformance test.</param>
/// <param name="Tests">Their names, sorted ordinally; empty where only clients without a test's name hit it.</param>
public sealed record EndpointResult(bool ConformanceTested, ImmutableArray<string> Tests);
