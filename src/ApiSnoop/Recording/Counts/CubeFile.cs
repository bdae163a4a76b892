using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ApiSnoop.Matching;
using ApiSnoop.Recording.Parquet;
using ParquetSharp;

namespace ApiSnoop.Recording.Counts;

/// <summary>A cube as a Parquet file: one row for each cell, with its texts.</summary>
internal static class CubeFile
{
    static readonly ParquetColumn[] s_columns =
    [
        new("operation", ColumnKind.Text, true),
        new("miss_reason", ColumnKind.Text, true),
        new("miss_name", ColumnKind.Text, true),
        new("sample_uri", ColumnKind.Text, false),
        new("verb", ColumnKind.Text, false),
        new("code", ColumnKind.Int32, true),
        new("user_agent", ColumnKind.Text, true),
        new("username", ColumnKind.Text, true),
        new("namespace", ColumnKind.Text, true),
        new("requests", ColumnKind.Int64, false),
        new("impersonator", ColumnKind.Text, true),
        new("deprecation", ColumnKind.Text, true),
        new("first_received", ColumnKind.Timestamp, true),
        new("last_received", ColumnKind.Timestamp, true),
    ];

    /// <summary>The texts of a cube's dimensions by number.</summary>
    readonly record struct DimensionTexts(
        ITextSource Agents, ITextSource Users, ITextSource Namespaces, ITextSource Verbs, ITextSource Impersonators,
        ITextSource Deprecations);

    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Cube cube) =>
        Write(path, cube.Cells, cube.Targets, new(
            Of(cube.Agents), Of(cube.Users), Of(cube.Namespaces), Of(cube.Verbs), Of(cube.Impersonators), Of(cube.Deprecations)));

    /// <summary>Writes what a load counted, without making a string of each text.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, CubeCounter counted, Dimensions dimensions) => Write(
        path, counted.ToImmutable(), dimensions.Targets.ToImmutable(),
        new(
            dimensions.Agents, dimensions.Users, dimensions.Namespaces, dimensions.Verbs, dimensions.Users, dimensions.Deprecations));

    /// <summary>Reads a cube; only what some cell counts is in its dimensions.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static Cube Read(byte[] file)
    {
        try
        {
            return ReadCells(file);
        }
        catch (ParquetException e)
        {
            throw new InvalidDataException(ParquetFailure.In(e), e);
        }
    }

    static Cube ReadCells(byte[] file)
    {
        using var reader = new ParquetReader(file);
        var (targets, targetOf) = ReadTargets(reader);
        var (agents, agentOf) = Dimension(reader, "user_agent");
        var (users, userOf) = Dimension(reader, "username");
        var (namespaces, namespaceOf) = Dimension(reader, "namespace");
        var (verbs, verbOf) = Dimension(reader, "verb");
        var (impersonators, impersonatorOf) = NewerDimension(reader, "impersonator");
        var (deprecations, deprecationOf) = NewerDimension(reader, "deprecation");
        var (first, last) = (NewerLongs(reader, "first_received"), NewerLongs(reader, "last_received"));
        var codes = reader.Ints("code");
        var requests = reader.Longs("requests");
        var cells = new Cell[reader.Rows];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = new Cell(
                targetOf[i], agentOf[i], userOf[i], namespaceOf[i], checked((short)verbOf[i]), (short)codes[i], requests[i])
            {
                Impersonator = impersonatorOf[i],
                Deprecation = checked((short)deprecationOf[i]),
                FirstMicros = first[i],
                LastMicros = last[i],
            };
        }

        return new Cube(
            targets, agents, users, namespaces, verbs, ImmutableCollectionsMarshal.AsImmutableArray(cells), impersonators, deprecations);
    }

    static void Write(string path, ImmutableArray<Cell> cells, ImmutableArray<Target> targets, DimensionTexts texts) =>
        ParquetWriter.Create(path, s_columns, writer =>
    {
        if (cells.Length > 0) WriteCells(writer, cells, targets, texts);
    });

    static void WriteCells(ParquetWriter writer, ImmutableArray<Cell> cells, ImmutableArray<Target> targets, DimensionTexts texts)
    {
        var ids = new int[cells.Length];
        writer.BeginRowGroup(cells.Length);
        writer.Texts(
            Fill(i => targets[cells[i].Target].OperationId is null ? -1 : cells[i].Target), new StringSource(i => targets[i].OperationId!));
        writer.Texts(Fill(i => targets[cells[i].Target] is { OperationId: null } miss ? (int)miss.Reason : -1), ReasonSource.Instance);
        writer.Texts(
            Fill(i => targets[cells[i].Target].OperationId is null ? cells[i].Target : -1), new StringSource(i => targets[i].Name));
        writer.Texts(Fill(i => cells[i].Target), new StringSource(i => targets[i].SampleUri));
        writer.Texts(Fill(i => cells[i].Verb), texts.Verbs);
        writer.Shorts([.. cells.Select(c => c.Code)]);
        writer.Texts(Fill(i => NullForEmpty(cells[i].Agent, texts.Agents)), texts.Agents);
        writer.Texts(Fill(i => NullForEmpty(cells[i].User, texts.Users)), texts.Users);
        writer.Texts(Fill(i => NullForEmpty(cells[i].Namespace, texts.Namespaces)), texts.Namespaces);
        writer.Longs([.. cells.Select(c => c.Requests)]);
        writer.Texts(Fill(i => NullForEmpty(cells[i].Impersonator, texts.Impersonators)), texts.Impersonators);
        writer.Texts(Fill(i => NullForEmpty(cells[i].Deprecation, texts.Deprecations)), texts.Deprecations);
        writer.Longs([.. cells.Select(c => c.FirstMicros)], missing: 0);
        writer.Longs([.. cells.Select(c => c.LastMicros)], missing: 0);
        writer.EndRowGroup();

        int[] Fill(Func<int, int> id)
        {
            for (var i = 0; i < ids.Length; i++) ids[i] = id(i);
            return ids;
        }
    }

    static int NullForEmpty(int id, ITextSource texts) => texts.Utf8(id).IsEmpty ? -1 : id;

    static StringSource Of(ImmutableArray<string> texts) => new(i => texts[i]);

    /// <summary>A target is told by operation, or by reason and name; equal pairs become one number.</summary>
    static (ImmutableArray<Target> Targets, int[] Of) ReadTargets(ParquetReader reader)
    {
        var (operations, operationOf) = reader.Texts("operation");
        var (reasons, reasonOf) = reader.Texts("miss_reason");
        var (names, nameOf) = reader.Texts("miss_name");
        var (samples, sampleOf) = reader.Texts("sample_uri");
        var targets = ImmutableArray.CreateBuilder<Target>();
        var numbers = new Dictionary<(int, int, int), int>();
        var of = new int[reader.Rows];
        for (var i = 0; i < of.Length; i++)
        {
            var key = (operationOf[i], reasonOf[i], nameOf[i]);
            if (!numbers.TryGetValue(key, out of[i]))
            {
                numbers.Add(key, of[i] = targets.Count);
                var operation = operationOf[i] < 0 ? null : operations[operationOf[i]];
                targets.Add(
                    new Target(operation, ReasonOf(reasons, reasonOf[i]), nameOf[i] < 0 ? "" : names[nameOf[i]], samples[sampleOf[i]]));
            }
        }

        return (targets.ToImmutable(), of);
    }

    /// <summary>A reason that a newer version named is still a miss.</summary>
    static MissReason ReasonOf(string[] reasons, int index) =>
        index < 0 ? MissReason.None : Enum.TryParse<MissReason>(reasons[index], out var reason) ? reason : MissReason.Other;

    /// <summary>A dimension that format 2 does not have: there it is empty for all.</summary>
    static (ImmutableArray<string> Texts, int[] Of) NewerDimension(ParquetReader reader, string column) =>
        reader.Has(column) ? Dimension(reader, column) : ([""], new int[reader.Rows]);

    static long[] NewerLongs(ParquetReader reader, string column) => reader.Has(column) ? reader.Longs(column) : new long[reader.Rows];

    /// <summary>A dimension's texts with the empty one, which the file has as null, at the end where it is used.</summary>
    static (ImmutableArray<string> Texts, int[] Of) Dimension(ParquetReader reader, string column)
    {
        var (texts, of) = reader.Texts(column);
        if (!of.AsSpan().Contains(-1)) return ([.. texts], of);
        of.AsSpan().Replace(-1, texts.Length);
        return ([.. texts, ""], of);
    }
}
