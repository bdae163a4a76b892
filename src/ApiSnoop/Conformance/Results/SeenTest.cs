namespace ApiSnoop.Conformance.Results;

/// <summary>A test that ran.</summary>
/// <param name="Name">Its full name, double spaces and all.</param>
/// <param name="Conformance">Whether it is a conformance test, by the list that its results were made with.</param>
public sealed record SeenTest(string Name, bool Conformance);
