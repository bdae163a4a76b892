using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance;

/// <summary>A conformance test, with what is known about it.</summary>
/// <param name="Codename">
/// The full name as it stands after <c> -- </c> in the user agent, double spaces included: tests are told apart by it.
/// </param>
/// <param name="Title">The short title in Kubernetes' conformance list; empty where unknown.</param>
/// <param name="File">The source file of the test; empty where unknown.</param>
/// <param name="PromotedIn">The first release that had it as a conformance test, as the list says; null where unknown.</param>
public sealed record ConformanceTest(string Codename, string Title, string File, ReleaseVersion? PromotedIn);
