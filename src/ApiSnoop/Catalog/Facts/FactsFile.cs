using System.Globalization;
using System.Text;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Catalog.Facts;

/// <summary>
/// One release's operations in a small text file of their own: how a recording keeps the document that its user brought.
/// The rows are those of the shipped facts without the column of releases.
/// </summary>
public static class FactsFile
{
    const string Magic = "#apisnoop-facts\t1";

    /// <summary>Writes a release. The same release gives the same bytes.</summary>
    public static void Write(Stream stream, Release release)
    {
        var lists = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var rows = release.Operations.Select(o => OperationRow.Write(o, lists)).ToList();
        using var writer = FactsCells.Writer(stream);
        writer.Write($"{Magic}\n#release\t{TsvCell.Escape(release.Name)}\n");
        foreach (var source in release.Sources) writer.Write($"#source\t{FactsCells.Source(source)}\n");
        FactsCells.WriteLists(writer, lists);
        writer.Write($"#{OperationRow.Columns}\n");
        foreach (var row in rows) writer.Write($"{row}\n");
    }

    /// <summary>Reads what <see cref="Write"/> wrote; levels are derived anew.</summary>
    /// <param name="stream">The file; read to its end.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">The stream is not such a file; the message names the line.</exception>
    public static Release Read(Stream stream, string name = "facts")
    {
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var rest = new ReadOnlySpan<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
        if (!rest.StartsWith(Encoding.UTF8.GetBytes(Magic + "\n"))) throw new InvalidDataException($"{name}:1: not a facts file");
        var parser = new Parser(name);
        for (var number = 1; !rest.IsEmpty; number++)
        {
            var end = rest.IndexOf((byte)'\n');
            parser.Line(end < 0 ? rest : rest[..end], number);
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        return parser.Finish();
    }

    sealed class Parser(string name)
    {
        readonly Utf8Pool _texts = new();
        readonly Dictionary<string, string[]> _lists = new(StringComparer.Ordinal);
        readonly List<SourceDocument> _sources = [];
        readonly List<Operation> _operations = [];
        string? _release;

        public void Line(ReadOnlySpan<byte> line, int number)
        {
            if (line.IsEmpty) return;
            if (line[0] == '#') Directive(line, number);
            else _operations.Add(OperationRow.TryRead(line, _texts, _lists) ?? throw Bad(number));
        }

        public Release Finish() => new(_release ?? name, Stability.Apply(_operations), _sources);

        void Directive(ReadOnlySpan<byte> line, int number)
        {
            var directive = OperationRow.Cell(ref line);
            if (directive.SequenceEqual("#release"u8)) _release = TsvCell.Unescape(line);
            else if (directive.SequenceEqual("#source"u8)) _sources.Add(FactsCells.TrySource(line) ?? throw Bad(number));
            else if (directive.SequenceEqual("#parameters"u8)) FactsCells.ReadList(line, _texts, _lists);
        }

        InvalidDataException Bad(int number) => new($"{name}:{number.ToString(CultureInfo.InvariantCulture)}: not a row of facts");
    }
}
