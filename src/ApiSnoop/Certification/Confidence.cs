using System.Collections.Immutable;

namespace ApiSnoop.Certification;

/// <summary>How much a verdict was seen on.</summary>
/// <param name="Requests">The app's own requests: no noise, nothing ignored.</param>
/// <param name="Matched">Of these, those that are operations of the release.</param>
/// <param name="Succeeded">Requests to what the app depends on that were answered with success.</param>
/// <param name="WithoutOutcome">Requests whose end was not logged.</param>
/// <param name="From">The first request, where times are known.</param>
/// <param name="To">The last request, where times are known.</param>
/// <param name="Verbs">The audit verbs seen, sorted.</param>
/// <param name="Agents">How many user agents.</param>
/// <param name="Tests">How many named tests.</param>
/// <param name="Hidden">What filters and the policy hid, a sentence each.</param>
public sealed record Confidence(
    long Requests, long Matched, long Succeeded, long WithoutOutcome, DateTimeOffset? From, DateTimeOffset? To,
    ImmutableArray<string> Verbs, int Agents, int Tests, ImmutableArray<string> Hidden)
{
    /// <summary>The time between the first and the last request.</summary>
    public TimeSpan Span => To is { } to && From is { } from ? to - from : TimeSpan.Zero;

    /// <summary>Why that is not enough for a verdict; null where it is.</summary>
    public string? Lacks(CertificationTerms terms) =>
        Requests == 0 ? "no request of the app was seen"
        : WithoutOutcome == Requests ? "no request has an outcome: the log has nothing but RequestReceived"
        : Succeeded == 0 ? "no request to anything that it uses was answered with success"
        : Requests < terms.MinRequests ? $"{Requests} requests were seen, and --min-requests asks for {terms.MinRequests}"
        : Span < terms.MinSpan ? $"the requests span {SpanText.Of(Span)}, and --min-span asks for {SpanText.Of(terms.MinSpan)}"
        : null;
}
