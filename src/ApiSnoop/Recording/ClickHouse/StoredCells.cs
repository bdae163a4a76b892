using System.Collections.Immutable;
using System.Text;
using ApiSnoop.Matching;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>A recording's counts as rows of the store's tables, there and back.</summary>
internal static class StoredCells
{
    /// <summary>Rows in a block: it is sent and, if need be, sent again as a whole.</summary>
    const int BlockRows = 50_000;

    /// <summary>Stands for a first time that is not known: all others come before it.</summary>
    const long NoFirst = long.MaxValue;

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

    /// <summary>The question for a recording's cells, in the order in which its load counted them.</summary>
    public static string Question(string app, string generation) =>
        $"SELECT {Schema.Dimensions}, min(cell) AS place, min(sample_uri), sum(requests), min(first_micros), max(last_micros) "
        + $"FROM cells WHERE {Whose(app, generation)} GROUP BY {Schema.Dimensions} ORDER BY place, {Schema.Dimensions}";

    /// <summary>The question for a recording's counts of query parameters.</summary>
    public static string ParameterQuestion(string app, string generation) =>
        $"SELECT operation, parameter, sum(requests) FROM parameters WHERE {Whose(app, generation)} GROUP BY operation, parameter";

    /// <summary>The question whether all that was sent has arrived: how many requests, and how many cells.</summary>
    public static string SumQuestion(string app, string generation) =>
        $"SELECT sum(requests), uniqExact(cell) FROM cells WHERE {Whose(app, generation)}";

    /// <summary>The rows of one generation.</summary>
    public static string Whose(string app, string generation) => $"app = {Text(app)} AND generation = {Text(generation)}";

    /// <summary>A text in a statement.</summary>
    public static string Text(string text) =>
        $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    /// <summary>Reads the answer to <see cref="Question"/>.</summary>
    public static Cube Read(BinaryReader answer)
    {
        var targets = new NumberedThings<Target>();
        var samples = new Dictionary<Target, string>();
        var texts = Enumerable.Range(0, 6).Select(_ => new NumberedThings<string>()).ToArray();
        var cells = ImmutableArray.CreateBuilder<Cell>();
        while (answer.BaseStream.Position < answer.BaseStream.Length)
        {
            var (operation, reason, name) = (answer.ReadString(), answer.ReadString(), answer.ReadString());
            var verb = texts[0].Of(answer.ReadString());
            var code = answer.ReadInt16();
            var (agent, user, ns) = (texts[1].Of(answer.ReadString()), texts[2].Of(answer.ReadString()), texts[3].Of(answer.ReadString()));
            var (impersonator, deprecation) = (texts[4].Of(answer.ReadString()), texts[5].Of(answer.ReadString()));
            _ = answer.ReadUInt64();
            var sample = answer.ReadString();
            // One sample stands for all cells of a target.
            var bare = operation.Length > 0
                ? new Target(operation, MissReason.None, "", "")
                : new Target(null, Enum.TryParse<MissReason>(reason, out var known) ? known : MissReason.Other, name, "");
            samples.TryAdd(bare, sample);
            var requests = checked((long)answer.ReadUInt64());
            var (first, last) = (answer.ReadInt64(), answer.ReadInt64());
            cells.Add(new Cell(targets.Of(bare), agent, user, ns, checked((short)verb), code, requests)
            {
                Impersonator = impersonator,
                Deprecation = checked((short)deprecation),
                FirstMicros = first == NoFirst ? 0 : first,
                LastMicros = last,
            });
        }

        return new Cube(
            [.. targets.All.Select(t => t with { SampleUri = samples[t] })], texts[1].All, texts[2].All, texts[3].All, texts[0].All,
            cells.ToImmutable(), texts[4].All, texts[5].All);
    }

    /// <summary>Reads the answer to <see cref="ParameterQuestion"/>.</summary>
    public static IReadOnlyList<ParameterCount> ReadParameters(BinaryReader answer)
    {
        var counts = new List<ParameterCount>();
        while (answer.BaseStream.Position < answer.BaseStream.Length)
            counts.Add(new(answer.ReadString(), answer.ReadString(), checked((long)answer.ReadUInt64())));
        return ParameterCount.Sum(counts);
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
