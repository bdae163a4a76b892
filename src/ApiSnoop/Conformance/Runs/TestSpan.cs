namespace ApiSnoop.Conformance.Runs;

/// <summary>When a test ran.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it had ended; not a part of it.</param>
public readonly record struct TestSpan(string Name, DateTimeOffset Start, DateTimeOffset End);
