namespace ApiSnoop.Conformance.Results;

/// <summary>
/// The totals that a published result file carries from 1.20 on. They were counted with the ineligible list of their day, which
/// is not kept anywhere, and so stay as they are.
/// </summary>
/// <param name="Endpoints">Endpoints that are not deprecated.</param>
/// <param name="Tested">Of these, hit by a test.</param>
/// <param name="Eligible">Endpoints that should have a conformance test.</param>
/// <param name="EligibleTested">Of these, hit by one.</param>
/// <param name="New">Eligible endpoints that came with the release.</param>
/// <param name="NewTested">Of these, hit by a conformance test.</param>
public sealed record PublishedTotals(int Endpoints, int Tested, int Eligible, int EligibleTested, int New, int NewTested);
