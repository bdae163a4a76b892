using ApiSnoop.Recording.Parquet;
using ParquetSharp;

namespace ApiSnoop.Recording.Counts;

/// <summary>Counts of query parameters as a Parquet file: one row for each operation and name.</summary>
internal static class ParameterFile
{
    static readonly ParquetColumn[] s_columns =
        [new("operation", ColumnKind.Text, false), new("parameter", ColumnKind.Text, false), new("requests", ColumnKind.Int64, false)];

    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<ParameterCount> counts) => ParquetWriter.Create(path, s_columns, writer =>
    {
        if (counts.Count == 0) return;
        var rows = Enumerable.Range(0, counts.Count).ToArray();
        writer.BeginRowGroup(counts.Count);
        writer.Texts(rows, new StringSource(i => counts[i].OperationId));
        writer.Texts(rows, new StringSource(i => counts[i].Name));
        writer.Longs([.. counts.Select(c => c.Requests)]);
        writer.EndRowGroup();
    });

    /// <exception cref="StoreException">The file is damaged, or gone because a load has just replaced it.</exception>
    public static IReadOnlyList<ParameterCount> Read(string path)
    {
        try
        {
            using var reader = new ParquetReader(File.ReadAllBytes(path));
            var (operations, operationOf) = reader.Texts("operation");
            var (names, nameOf) = reader.Texts("parameter");
            return [.. reader.Longs("requests")
                .Select((requests, i) => new ParameterCount(operations[operationOf[i]], names[nameOf[i]], requests))];
        }
        catch (Exception e) when (
            e is ParquetException or IOException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new StoreException($"{path} cannot be read: {ParquetFailure.In(e)}; load the app again", e);
        }
    }
}
