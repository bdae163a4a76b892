using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Catalog.Facts;

/// <summary>The parts that the facts files have in common.</summary>
static class FactsCells
{
    /// <summary>A writer of UTF-8 without byte order mark that leaves the stream open.</summary>
    public static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);

    /// <summary>A source document as cells.</summary>
    public static string Source(SourceDocument source) => string.Create(CultureInfo.InvariantCulture,
        $"{TsvCell.Escape(source.Name)}\t{source.Sha256}\t{source.Paths}\t{source.Operations}");

    /// <summary>Reads the cells of a source document; null when they are not.</summary>
    public static SourceDocument? TrySource(ReadOnlySpan<byte> cells)
    {
        var name = TsvCell.Unescape(OperationRow.Cell(ref cells));
        var hash = Encoding.ASCII.GetString(OperationRow.Cell(ref cells));
        return Utf8Parser.TryParse(OperationRow.Cell(ref cells), out int paths, out _)
            && Utf8Parser.TryParse(cells, out int operations, out _)
            ? new(name, hash, paths, operations)
            : null;
    }

    /// <summary>Writes the lists of query parameters.</summary>
    public static void WriteLists(TextWriter writer, SortedDictionary<string, string[]> lists)
    {
        foreach (var (id, names) in lists)
            writer.Write($"#parameters\t{id}\t{string.Join('\t', names.Select(TsvCell.Escape))}\n");
    }

    /// <summary>Reads a list of query parameters: its id and its names.</summary>
    public static void ReadList(ReadOnlySpan<byte> cells, Utf8Pool texts, Dictionary<string, string[]> lists)
    {
        var id = texts.Get(OperationRow.Cell(ref cells));
        var names = new List<string>();
        while (!cells.IsEmpty) names.Add(texts.Get(OperationRow.Cell(ref cells)));
        lists[id] = names.ToArray();
    }
}
