using ApiSnoop.Audit.Evidence;
using ApiSnoop.Catalog;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>A log that was counted and not recorded.</summary>
/// <param name="Manifest">What it was made from and what came of it.</param>
/// <param name="Cube">The counts.</param>
/// <param name="Release">The release that it was matched against.</param>
/// <param name="Evidence">What the log itself says of its release.</param>
public sealed record CountedLog(Manifest Manifest, Cube Cube, Release Release, ReleaseEvidence Evidence);
