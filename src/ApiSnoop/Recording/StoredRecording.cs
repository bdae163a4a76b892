namespace ApiSnoop.Recording;

/// <summary>A recording as read back from the store.</summary>
/// <param name="Manifest">Its facts.</param>
/// <param name="Cube">Its counts.</param>
/// <param name="RequestFiles">Full paths of its Parquet files of request rows.</param>
/// <param name="ParameterFile">Full path of its Parquet file of query parameters.</param>
/// <param name="SpecFile">Full path of the facts file of the user's own document, or null.</param>
public sealed record StoredRecording(
    Manifest Manifest, Cube Cube, IReadOnlyList<string> RequestFiles, string ParameterFile, string? SpecFile);
