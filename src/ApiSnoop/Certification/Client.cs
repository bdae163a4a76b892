namespace ApiSnoop.Certification;

/// <summary>Who called an operation.</summary>
/// <param name="Agent">The user agent as sent.</param>
/// <param name="Account">The user in whose name it was done.</param>
/// <param name="Requests">How often.</param>
/// <param name="Last">When last, where that is known.</param>
public sealed record Client(string Agent, string Account, long Requests, DateTimeOffset? Last);
