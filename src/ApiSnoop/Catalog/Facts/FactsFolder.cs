using System.Buffers.Text;

namespace ApiSnoop.Catalog.Facts;

/// <summary>
/// The two files that hold the operations of many releases: <c>operations.tsv</c>, a row for each operation as it was in a
/// set of releases, and <c>sources.tsv</c>, the documents that each release was made from.
/// </summary>
sealed class FactsFolder
{
    /// <summary>The file with the operations.</summary>
    public const string OperationsFile = "operations.tsv";

    /// <summary>The file with the documents.</summary>
    public const string SourcesFile = "sources.tsv";

    /// <summary>Reads the bytes of the two files.</summary>
    /// <exception cref="InvalidDataException">A line is not what it should be; the message names file and line.</exception>
    public FactsFolder(byte[] operations, byte[] sources, string place)
    {
        Sources = ReadSources(sources, $"{place}{SourcesFile}");
        Table = new(operations, $"{place}{OperationsFile}", new(Releases(Sources)));
    }

    /// <summary>The documents, oldest release first, a release's leading document first.</summary>
    public List<ReleaseSource> Sources { get; }

    /// <summary>The operations.</summary>
    public OperationTable Table { get; }

    /// <summary>Reads a folder; files that are not there yet count as empty.</summary>
    public static FactsFolder Open(string folder) => new(
        ReadIfThere(Path.Combine(folder, OperationsFile)),
        ReadIfThere(Path.Combine(folder, SourcesFile)),
        folder + Path.DirectorySeparatorChar);

    /// <summary>Writes both files, each whole or not at all.</summary>
    public static void Write(
        string folder,
        IEnumerable<ReleaseSource> sources,
        IEnumerable<(string Row, string Releases)> rows,
        SortedDictionary<string, string[]> lists)
    {
        Directory.CreateDirectory(folder);
        Replace(Path.Combine(folder, OperationsFile), writer =>
        {
            writer.Write($"#{OperationRow.Columns}\treleases\n");
            FactsCells.WriteLists(writer, lists);
            foreach (var (row, releases) in rows) writer.Write($"{row}\t{releases}\n");
        });
        Replace(Path.Combine(folder, SourcesFile), writer =>
        {
            writer.Write("#release\tdocument\tsha256\tpaths\toperations\n");
            foreach (var (release, document) in sources) writer.Write($"{release}\t{FactsCells.Source(document)}\n");
        });
    }

    static void Replace(string file, Action<TextWriter> write)
    {
        var aside = $"{file}.{Environment.ProcessId}.tmp";
        using (var stream = File.Create(aside))
        using (var writer = FactsCells.Writer(stream))
            write(writer);
        File.Move(aside, file, overwrite: true);
    }

    static byte[] ReadIfThere(string file) => File.Exists(file) ? File.ReadAllBytes(file) : [];

    static List<ReleaseSource> ReadSources(ReadOnlySpan<byte> rest, string name)
    {
        var sources = new List<ReleaseSource>(32);
        for (var number = 1; !rest.IsEmpty; number++)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.IsEmpty || line[0] == '#') continue;
            if (!TryRelease(OperationRow.Cell(ref line), out var release) || FactsCells.TrySource(line) is not { } document)
                throw new InvalidDataException($"{name}:{number}: not a row about a source document");
            sources.Add(new(release, document));
        }
        return sources;
    }

    static IEnumerable<ReleaseVersion> Releases(List<ReleaseSource> sources)
    {
        foreach (var source in sources) yield return source.Release;
    }

    static bool TryRelease(ReadOnlySpan<byte> cell, out ReleaseVersion release)
    {
        release = default;
        if (!Utf8Parser.TryParse(cell, out ushort major, out var read) || read == cell.Length || cell[read] != '.') return false;
        cell = cell[(read + 1)..];
        if (!Utf8Parser.TryParse(cell, out ushort minor, out read) || read != cell.Length) return false;
        release = new(major, minor);
        return true;
    }
}
