using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;

namespace ApiSnoop.Conformance.Facts;

/// <summary>The operations of a release that the catalog lacks, in a file of their own beside the imported results.</summary>
static class ImportedOperations
{
    /// <summary>The file's name.</summary>
    public static string FileOf(ReleaseVersion release) => $"operations-{release}.tsv";

    /// <summary>Writes the file.</summary>
    public static void Write(string folder, Release release)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileOf(release.Version!.Value));
        var aside = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = File.Create(aside)) FactsFile.Write(stream, release);
        File.Move(aside, path, overwrite: true);
    }
}
