using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Parquet;
using ApiSnoop.Recording.Store;
using ParquetSharp;

namespace ApiSnoop.Recording.Sharing;

/// <summary>Holds what was sent against what a recording is. Hashes only tell that it arrived as it was sent.</summary>
internal static class ImportCheck
{
    /// <summary>In bytes. A manifest names its logs, some hundred bytes each.</summary>
    const int LargestManifest = 64 << 20;

    /// <summary>In bytes. The largest of a month of a large cluster is a tenth of it; it is read into memory whole.</summary>
    const long LargestCube = 512L << 20;

    const int LongestName = 1024;

    /// <summary>The manifest, if it names the files that are listed and nothing else.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public static Manifest Manifest(ArchiveReader archive, FileList list)
    {
        Manifest manifest;
        try
        {
            manifest = ManifestJson.Read(archive.ReadWhole(list.Files[0], LargestManifest));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"its manifest cannot be read: {e.Message}", e);
        }

        Hold(manifest.Format == Recording.Manifest.CurrentFormat, $"it is of format {manifest.Format}, which cannot be imported");
        Hold(manifest.App.Length is > 0 and <= LongestName, "its app has no name, or too long a one");
        Hold(
            ManifestFile.FilesOf(manifest).SequenceEqual(list.Files.Select(f => f.Name), StringComparer.Ordinal),
            "its manifest names other files than its list");
        Hold(IsNamed(manifest), "its manifest gives a file a name of another kind");
        Hold(list.CountsOnly == manifest.HoldsCountsOnly, "its list and its manifest differ in whether it holds requests");
        Hold(
            manifest is { Requests: >= 0, Events: >= 0, BadLines: >= 0, Lines: >= 0, UntimedRequests: >= 0, RepeatedEvents: >= 0 }
            && manifest.MatchedRequests >= 0 && manifest.MatchedRequests <= manifest.Requests, "a number in its manifest cannot be");
        foreach (var file in list.Files.Where(f => !f.Name.StartsWith("requests-", StringComparison.Ordinal)))
            Hold(file.Bytes <= LargestCube, $"{file.Name} in it is too large: {file.Bytes} bytes");
        return manifest;
    }

    /// <summary>Holds that counts and rows are whole, and as many as the manifest says.</summary>
    /// <exception cref="InvalidDataException">They are not.</exception>
    public static void Contents(StoredRecording stored)
    {
        var manifest = stored.Manifest;
        Hold(stored.Cube.Cells.All(c => c.Requests > 0), "a count in its cube is none");
        Hold(stored.Cube.Requests == manifest.Requests, "its cube counts another number of requests than its manifest");
        ParameterFile.Read(stored.ParameterFile);
        if (stored.SpecFile is { } spec)
        {
            using var file = File.OpenRead(spec);
            _ = FactsFile.Read(file);
        }
        else
        {
            Hold(
                ReleaseVersion.TryParse(manifest.Release, out var version) && KubernetesCatalog.Shipped.Has(version),
                $"it is of release {manifest.Release}, which this APISnoop does not know");
        }

        if (stored.RequestFiles.Count > 0)
            Hold(stored.RequestFiles.Sum(Rows) == manifest.Requests, "it has another number of requests than its manifest says");
    }

    static long Rows(string path)
    {
        try
        {
            using var file = new ParquetFileReader(path);
            return file.FileMetaData.NumRows;
        }
        catch (ParquetException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} cannot be read: {ParquetFailure.In(e)}", e);
        }
    }

    static bool IsNamed(Manifest manifest) =>
        manifest.CubeFile.StartsWith("cube-", StringComparison.Ordinal)
        && manifest.ParameterFile.StartsWith("parameters-", StringComparison.Ordinal)
        && (manifest.SpecFile.Length == 0 || manifest.SpecFile.StartsWith("operations-", StringComparison.Ordinal))
        && manifest.RequestFiles.All(f => f.StartsWith("requests-", StringComparison.Ordinal));

    static void Hold(bool isSo, string orElse)
    {
        if (!isSo) throw new InvalidDataException(orElse);
    }
}
