namespace ApiSnoop.Catalog.OpenApi;

/// <summary>An OpenAPI document that facts were made from.</summary>
/// <param name="Name">The file's name or the URL.</param>
/// <param name="Sha256">The hash of the document's bytes after decompression, lower-case hex.</param>
/// <param name="Paths">How many paths it has.</param>
/// <param name="Operations">How many operations it has.</param>
public sealed record SourceDocument(string Name, string Sha256, int Paths, int Operations);
