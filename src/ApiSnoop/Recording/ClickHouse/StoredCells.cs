using System.Text;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>A recording's counts as rows of the store's tables, there and back.</summary>
internal static class StoredCells
{
    /// <summary>Rows in a block: it is sent and, if need be, sent again as a whole.</summary>
    const int BlockRows = 50_000;

    /// <summary>Stands for a first time that is not known: all others come before it.</summary>
    public const long NoFirst = long.MaxValue;

    /// <summary>Cells as blocks of rows, in the columns of <see cref="Schema.Cells"/>.</summary>
    public static IEnumerable<byte[]> Blocks(string app, string generation, Cube cube) =>
        Blocks(cube.Cells.Length, (rows, i) => WriteCell(rows, app, generation, cube, i));

    /// <summary>Counts of query parameters as blocks of rows.</summary>
    public static IEnumerable<byte[]> Blocks(string app, string generation, IReadOnlyList<ParameterCount> parameters) =>
        Blocks(parameters.Count, (rows, i) =>
        {
            rows.Write(app);
            rows.Write(generation);
            rows.Write(parameters[i].OperationId);
            rows.Write(parameters[i].Name);
            rows.Write((ulong)parameters[i].Requests);
        });

    /// <summary>The question for the cells of recordings, in the order in which their loads counted them.</summary>
    public static string Question(IReadOnlyList<Manifest> of) =>
        $"SELECT app, {Schema.Dimensions}, min(cell) AS place, min(sample_uri), sum(requests), min(first_micros), max(last_micros) "
        + $"FROM cells WHERE {Whose(of)} GROUP BY app, {Schema.Dimensions} ORDER BY app, place, {Schema.Dimensions}";

    /// <summary>The question for the counts of query parameters of recordings.</summary>
    public static string ParameterQuestion(IReadOnlyList<Manifest> of) =>
        $"SELECT app, operation, parameter, sum(requests) FROM parameters WHERE {Whose(of)} GROUP BY app, operation, parameter";

    /// <summary>The question whether all that was sent has arrived: how many requests, and how many cells.</summary>
    public static string SumQuestion(string app, string generation) =>
        $"SELECT sum(requests), uniqExact(cell) FROM cells WHERE {Whose(app, generation)}";

    /// <summary>The rows of one generation.</summary>
    public static string Whose(string app, string generation) => $"app = {Text(app)} AND generation = {Text(generation)}";

    static string Whose(IReadOnlyList<Manifest> of) => of.Count == 1
        ? Whose(of[0].App, ClickHouseRecordings.GenerationOf(of[0]))
        : $"app IN ({string.Join(", ", of.Select(m => Text(m.App)))}) "
          + $"AND generation IN ({string.Join(", ", of.Select(m => Text(ClickHouseRecordings.GenerationOf(m))))})";

    /// <summary>A text in a statement.</summary>
    public static string Text(string text) =>
        $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    /// <summary>Reads the answer to <see cref="Question"/>: a cube for each app that has cells.</summary>
    public static Dictionary<string, Cube> Read(BinaryReader answer)
    {
        var cubes = new Dictionary<string, Cube>(StringComparer.Ordinal);
        var (app, cells) = ("", (CubeOfAnswer?)null);
        while (answer.BaseStream.Position < answer.BaseStream.Length)
        {
            var next = answer.ReadString();
            if (cells is null || next != app)
            {
                if (cells is not null) cubes.Add(app, cells.ToCube());
                (app, cells) = (next, new CubeOfAnswer());
            }

            cells.Add(answer);
        }

        if (cells is not null) cubes.Add(app, cells.ToCube());
        return cubes;
    }

    /// <summary>Reads the answer to <see cref="ParameterQuestion"/>, by app.</summary>
    public static Dictionary<string, IReadOnlyList<ParameterCount>> ReadParameters(BinaryReader answer)
    {
        var counts = new List<(string App, ParameterCount Count)>();
        while (answer.BaseStream.Position < answer.BaseStream.Length)
            counts.Add((answer.ReadString(), new(answer.ReadString(), answer.ReadString(), checked((long)answer.ReadUInt64()))));
        return counts.GroupBy(c => c.App, c => c.Count, StringComparer.Ordinal).ToDictionary(g => g.Key, g => ParameterCount.Sum(g));
    }

    static void WriteCell(BinaryWriter rows, string app, string generation, Cube cube, int place)
    {
        var cell = cube.Cells[place];
        var target = cube.Targets[cell.Target];
        rows.Write(app);
        rows.Write(generation);
        rows.Write(target.OperationId ?? "");
        rows.Write(target.OperationId is null ? target.Reason.ToString() : "");
        rows.Write(target.OperationId is null ? target.Name : "");
        rows.Write(cube.Verbs[cell.Verb]);
        rows.Write(cell.Code);
        rows.Write(cube.Agents[cell.Agent]);
        rows.Write(cube.Users[cell.User]);
        rows.Write(cube.Namespaces[cell.Namespace]);
        rows.Write(cube.Impersonators[cell.Impersonator]);
        rows.Write(cube.Deprecations[cell.Deprecation]);
        rows.Write((ulong)place);
        rows.Write(target.SampleUri);
        rows.Write((ulong)cell.Requests);
        rows.Write(cell.FirstMicros == 0 ? NoFirst : cell.FirstMicros);
        rows.Write(cell.LastMicros);
    }

    static IEnumerable<byte[]> Blocks(int count, Action<BinaryWriter, int> write)
    {
        for (var from = 0; from < count; from += BlockRows)
        {
            var block = new MemoryStream();
            using (var rows = new BinaryWriter(block, Encoding.UTF8, leaveOpen: true))
                for (var i = from; i < Math.Min(count, from + BlockRows); i++)
                    write(rows, i);
            yield return block.ToArray();
        }
    }
}
