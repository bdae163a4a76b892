namespace ApiSnoop.Recording;

/// <summary>How many requests of an operation carried a query parameter.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Name">The parameter's name.</param>
/// <param name="Requests">How many requests, each counted once.</param>
public sealed record ParameterCount(string OperationId, string Name, long Requests)
{
    /// <summary>No parameter of any API comes near; the rest is some client's mistake, or malice.</summary>
    const int LongestName = 200;

    static readonly TableColumn[] s_columns =
        [new("operation", ColumnKind.Text, false), new("parameter", ColumnKind.Text, false), new("requests", ColumnKind.Int64, false)];

    /// <summary>The name as meant by what stands in a URI.</summary>
    internal static string NameOf(string sent)
    {
        var name = Uri.UnescapeDataString(sent);
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    /// <summary>Adds what is counted of the same name, and brings all in order.</summary>
    internal static IReadOnlyList<ParameterCount> Sum(IEnumerable<ParameterCount> counts) =>
    [
        .. counts.GroupBy(c => (c.OperationId, c.Name))
            .Select(g => new ParameterCount(g.Key.OperationId, g.Key.Name, g.Sum(c => c.Requests)))
            .OrderBy(c => c.OperationId, StringComparer.Ordinal).ThenByDescending(c => c.Requests).ThenBy(c => c.Name, StringComparer.Ordinal),
    ];

    /// <exception cref="IOException">The file cannot be written.</exception>
    internal static void Write(string path, IReadOnlyList<ParameterCount> counts) => TableWriter.Create(path, s_columns, writer =>
    {
        if (counts.Count == 0) return;
        var rows = Enumerable.Range(0, counts.Count).ToArray();
        writer.BeginRowGroup(counts.Count);
        writer.Texts(rows, new Column(i => counts[i].OperationId));
        writer.Texts(rows, new Column(i => counts[i].Name));
        writer.Longs([.. counts.Select(c => c.Requests)]);
        writer.EndRowGroup();
    });

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal static IReadOnlyList<ParameterCount> Read(byte[] file)
    {
        try
        {
            using var reader = new TableReader(file);
            var (operations, operationOf) = reader.Texts("operation");
            var (names, nameOf) = reader.Texts("parameter");
            var requests = reader.Longs("requests");
            return [.. requests.Select((count, i) => new ParameterCount(operations[operationOf[i]], names[nameOf[i]], count))];
        }
        catch (ParquetSharp.ParquetException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    sealed class Column(Func<int, string> text) : ITextSource
    {
        public ReadOnlySpan<byte> Utf8(int id) => System.Text.Encoding.UTF8.GetBytes(text(id));
    }
}
