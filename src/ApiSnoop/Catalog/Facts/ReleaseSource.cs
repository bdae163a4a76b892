using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Catalog.Facts;

/// <summary>A document and the release that facts were made from it for: a row of <c>sources.tsv</c>.</summary>
sealed record ReleaseSource(ReleaseVersion Release, SourceDocument Document);
