namespace ApiSnoop.Recording;

/// <summary>A test that requests were given to by the time at which they came.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it had ended.</param>
/// <param name="Requests">Requests that were given to it.</param>
/// <param name="Others">Requests of the cluster itself, such as its controllers, that came in its time and were not given to it.</param>
public sealed record TimedTest(string Name, DateTimeOffset From, DateTimeOffset To, long Requests, long Others);
