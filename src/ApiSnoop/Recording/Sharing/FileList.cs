using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ApiSnoop.Recording.Sharing;

/// <summary>What a recording's file announces: the files in it with their sizes and hashes. It stands first.</summary>
/// <param name="CountsOnly">Whether single requests were left out.</param>
/// <param name="Files">The files, the manifest first.</param>
internal sealed partial record FileList(bool CountsOnly, ImmutableArray<ListedFile> Files)
{
    public const string Name = "recording.json";

    /// <summary>The layout of a recording's file; newer ones are refused.</summary>
    public const int Format = 1;

    /// <summary>The list itself is at most so long, in bytes.</summary>
    public const int Largest = 1 << 20;

    const int MostFiles = 4096;

    /// <summary>Names that a store gives to files, and no others.</summary>
    [GeneratedRegex(@"^(manifest\.json|(cube|parameters|requests)-[0-9A-Za-z-]{1,60}\.parquet|operations-[0-9A-Za-z-]{1,60}\.tsv)\z")]
    private static partial Regex StoreName();

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteBoolean("countsOnly", CountsOnly);
            json.WriteStartArray("files");
            foreach (var file in Files)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteString("sha256", file.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">It announces what no recording has.</exception>
    public static FileList Read(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            if (root.GetProperty("format").GetInt32() != Format)
                throw new InvalidDataException("it was written by a newer APISnoop; update this one");
            var files = root.GetProperty("files");
            if (files.GetArrayLength() is 0 or > MostFiles)
                throw new InvalidDataException($"it announces more than {MostFiles} files, or none");
            var list = new FileList(root.GetProperty("countsOnly").GetBoolean(), [.. files.EnumerateArray().Select(File)]);
            list.Check();
            return list;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"its list of files cannot be read: {e.Message}", e);
        }
    }

    static ListedFile File(JsonElement file) => new(
        file.GetProperty("name").GetString() ?? "", file.GetProperty("bytes").GetInt64(), file.GetProperty("sha256").GetString() ?? "");

    void Check()
    {
        foreach (var file in Files)
        {
            if (!StoreName().IsMatch(file.Name)) throw new InvalidDataException($"\"{file.Name}\" is no name of a recording's file");
            if (file.Bytes is < 0 or > TarBlock.LargestFile)
                throw new InvalidDataException($"{file.Name} cannot be {file.Bytes} bytes long");
        }

        if (Files.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() != Files.Length)
            throw new InvalidDataException("it announces a file twice");
        if (Files[0].Name != Store.ManifestFile.Name) throw new InvalidDataException("its first file is not the manifest");
    }
}

/// <summary>A file that is announced.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash in lower-case hex.</param>
internal sealed record ListedFile(string Name, long Bytes, string Sha256);
