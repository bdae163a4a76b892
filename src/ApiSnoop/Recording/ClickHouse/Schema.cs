using System.Collections.Immutable;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// The store's tables. On one server they are plain; on a cluster counts are spread over the shards by app and hash, each shard
/// replicated, and facts are on every server.
/// </summary>
/// <param name="address">The store.</param>
internal sealed class Schema(ClickHouseAddress address)
{
    /// <summary>The version of the tables that this APISnoop makes and reads.</summary>
    /// <remarks>2: shares of a load, which wait in tables of their own.</remarks>
    public const int Version = 2;

    /// <summary>The table of the facts of recordings.</summary>
    public const string RecordingsName = "recordings";

    /// <summary>The table of the facts of shares that wait to be put together.</summary>
    public const string Shares = "shares";

    /// <summary>The table of the pieces of shares.</summary>
    public const string PiecesTable = "share_pieces";

    /// <summary>
    /// Blocks that a table of one server remembers to know one that comes again; a replicated table remembers ten thousand by itself.
    /// </summary>
    const int RememberedBlocks = 10_000;

    static readonly ImmutableArray<Column> s_cells =
    [
        new("app", "String"),
        new("generation", "String"),
        new("operation", "LowCardinality(String)"),
        new("miss_reason", "LowCardinality(String)"),
        new("miss_name", "LowCardinality(String)"),
        new("verb", "LowCardinality(String)"),
        new("code", "Int16"),
        new("user_agent", "LowCardinality(String)"),
        new("username", "LowCardinality(String)"),
        new("namespace", "LowCardinality(String)"),
        new("impersonator", "LowCardinality(String)"),
        new("deprecation", "LowCardinality(String)"),
        new("cell", "SimpleAggregateFunction(min, UInt64) CODEC(Delta, ZSTD(1))"),
        new("sample_uri", "SimpleAggregateFunction(min, String) CODEC(ZSTD(1))"),
        new("requests", "SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))"),
        new("first_micros", "SimpleAggregateFunction(min, Int64) CODEC(ZSTD(1))"),
        new("last_micros", "SimpleAggregateFunction(max, Int64) CODEC(ZSTD(1))"),
    ];

    static readonly ImmutableArray<Column> s_parameters =
    [
        new("app", "String"),
        new("generation", "String"),
        new("operation", "LowCardinality(String)"),
        new("parameter", "LowCardinality(String)"),
        new("requests", "SimpleAggregateFunction(sum, UInt64)"),
    ];

    static readonly ImmutableArray<Column> s_recordings =
    [
        new("app", "String"),
        new("version", "UInt64"),
        new("generation", "String"),
        new("facts", "String CODEC(ZSTD(1))"),
        new("written", "DateTime"),
    ];

    /// <summary>Rows, in the columns and types of a recording's files of rows. Bodies are never among them.</summary>
    static readonly ImmutableArray<Column> s_rows =
    [
        new("app", "String"),
        new("generation", "String"),
        new("place", "UInt64 CODEC(Delta, ZSTD(1))"),
        new("received", "Nullable(DateTime64(6, 'UTC')) CODEC(ZSTD(1))"),
        new("duration_us", "Nullable(Int64) CODEC(ZSTD(1))"),
        new("operation", "LowCardinality(Nullable(String))"),
        new("miss_reason", "LowCardinality(Nullable(String))"),
        new("miss_name", "LowCardinality(Nullable(String))"),
        new("verb", "LowCardinality(String)"),
        new("code", "Nullable(Int32)"),
        new("stage", "LowCardinality(String)"),
        new("user_agent", "LowCardinality(Nullable(String))"),
        new("username", "LowCardinality(Nullable(String))"),
        new("namespace", "LowCardinality(Nullable(String))"),
        new("cell", "Int32 CODEC(ZSTD(1))"),
        new("audit_id", "String CODEC(ZSTD(1))"),
        new("request_uri", "String CODEC(ZSTD(1))"),
        new("impersonator", "LowCardinality(Nullable(String))"),
        new("deprecation", "LowCardinality(Nullable(String))"),
    ];

    /// <summary>Shares as files, cut in pieces; Parquet is compressed already.</summary>
    static readonly ImmutableArray<Column> s_pieces =
    [
        new("generation", "String"),
        new("piece", "UInt32"),
        new("pieces", "UInt32"),
        new("content", "String CODEC(NONE)"),
    ];

    static readonly ImmutableArray<Column> s_documents = [new("generation", "String"), new("content", "String CODEC(ZSTD(1))")];

    static readonly ImmutableArray<Column> s_schema = [new("version", "UInt32"), new("made", "DateTime")];

    /// <summary>The tables and columns that a recording's cells are put into.</summary>
    public static string Cells => Into("cells", s_cells);

    /// <summary>The same for counts of query parameters.</summary>
    public static string Parameters => Into("parameters", s_parameters);

    /// <summary>The same for the pieces of shares.</summary>
    public static string Pieces => Into(PiecesTable, s_pieces);

    /// <summary>The same for facts: of recordings, or of shares.</summary>
    public static string RowsOf(string table) => Into(table, s_recordings);

    /// <summary>The same for users' own documents.</summary>
    public static string Documents => Into("documents", s_documents);

    /// <summary>The same for request rows, where the store keeps them.</summary>
    public static string Rows => Into("requests", s_rows);

    /// <summary>The columns of a recording's files of rows.</summary>
    public static string RowColumns => string.Join(", ", s_rows[3..].Select(c => c.Name));

    /// <summary>These with their types, as a text in a statement.</summary>
    public static string ParquetColumns => string.Join(", ", s_rows[3..].Select(c => $"{c.Name} {Plain(c.Type)}"))
        .Replace("'", "\\'", StringComparison.Ordinal);

    /// <summary>What makes a cell one cell.</summary>
    public static string Dimensions => string.Join(", ", s_cells[2..12].Select(c => c.Name));

    /// <summary>The statements that make the store, in their order. Made again they change nothing.</summary>
    /// <param name="rows">Whether request rows are kept.</param>
    /// <param name="keptDays">For how many days after they were stored; 0 for ever.</param>
    public IEnumerable<string> Statements(bool rows, int keptDays)
    {
        yield return $"CREATE DATABASE IF NOT EXISTS {Quoted(address.Database)}{OnCluster}";
        IEnumerable<string> counts =
        [
            .. Spread("cells", s_cells, 12, "app, generation, operation", "app, operation, miss_name, user_agent, username"),
            .. Spread("parameters", s_parameters, 4, "app, generation", "app, operation, parameter"),
        ];
        foreach (var statement in counts) yield return statement;
        yield return Everywhere(RecordingsName, s_recordings, "app", replacedBy: "version");
        yield return Everywhere(Shares, s_recordings, "app", replacedBy: "version");
        foreach (var statement in Spread(PiecesTable, s_pieces, 2, "generation, piece", "generation, piece")) yield return statement;
        yield return Everywhere("documents", s_documents, "generation");
        yield return Everywhere("schema_version", s_schema, "version");
        if (!rows) yield break;
        foreach (var statement in Spread("requests", RowsKept(keptDays), 3, "app, generation, place", "app, place", PartitionOf(keptDays)))
            yield return statement;
    }

    /// <summary>The tables that hold what <see cref="StoreCare"/> sweeps, as they are on each server.</summary>
    /// <param name="rows">Whether request rows are kept.</param>
    public IEnumerable<string> Swept(bool rows)
    {
        yield return Local("cells");
        yield return Local("parameters");
        yield return Local(PiecesTable);
        yield return "documents";
        if (rows) yield return Local("requests");
    }

    /// <summary>A name in a statement's text, for what is said to all servers of a cluster.</summary>
    public string OnCluster => address.Cluster.Length == 0 ? "" : $" ON CLUSTER {Quoted(address.Cluster)}";

    /// <summary>A name as a statement has it.</summary>
    public static string Quoted(string name) => $"`{name}`";

    static string Into(string table, ImmutableArray<Column> columns) => $"{table} ({string.Join(", ", columns.Select(c => c.Name))})";

    string Local(string table) => address.Cluster.Length == 0 ? table : table + "_local";

    /// <summary>A table of counts: on a cluster a part of it on each shard, and one that stands for all of them.</summary>
    IEnumerable<string> Spread(
        string table, ImmutableArray<Column> columns, int keys, string primary, string hashed, (string By, string Until)? kept = null)
    {
        var sorted = string.Join(", ", columns[..keys].Select(c => c.Name));
        var order = address.IsOld ? $"ORDER BY ({sorted})" : $"PRIMARY KEY ({primary}) ORDER BY ({sorted})";
        // What merges in the background does not matter: each question sums by itself.
        var kind = address.IsOld || kept is not null ? "" : "Aggregating";
        yield return Table(
            Local(table), columns, $"{Engine(kind, "{shard}", Local(table))}{kept?.By} {order}{kept?.Until}");
        if (address.Cluster.Length == 0) yield break;
        yield return $"""
            CREATE TABLE IF NOT EXISTS {Named(table)}{OnCluster} AS {Named(Local(table))}
            ENGINE = Distributed('{address.Cluster}', '{address.Database}', '{Local(table)}', cityHash64({hashed}))
            """;
    }

    static ImmutableArray<Column> RowsKept(int days) => days == 0 ? s_rows : [.. s_rows, new("stored", "Date DEFAULT today()")];

    static (string By, string Until) PartitionOf(int days) => (
        " PARTITION BY toDate(ifNull(received, toDateTime64(0, 6, 'UTC')), 'UTC')",
        days == 0 ? "" : FormattableString.Invariant($" TTL stored + INTERVAL {days} DAY"));

    /// <summary>A small table that every server of a cluster has whole.</summary>
    string Everywhere(string table, ImmutableArray<Column> columns, string order, string replacedBy = "") => Table(
        table, columns,
        $"{Engine(address.IsOld || replacedBy.Length == 0 ? "" : "Replacing", "all", table, replacedBy)} ORDER BY {order}");

    string Engine(string kind, string shard, string table, string replacedBy = "")
    {
        var by = address.IsOld ? "" : replacedBy;
        if (address.Cluster.Length == 0) return $"{kind}MergeTree({by})";
        var replica = shard == "all" ? "{shard}-{replica}" : "{replica}";
        return $"Replicated{kind}MergeTree('/clickhouse/tables/{shard}/{address.Database}/{table}', '{replica}'"
            + $"{(by.Length > 0 ? ", " + by : "")})";
    }

    string Table(string table, ImmutableArray<Column> columns, string engine)
    {
        var remembered = address.Cluster.Length > 0 || address.IsOld
            ? ""
            : FormattableString.Invariant($"\nSETTINGS non_replicated_deduplication_window = {RememberedBlocks}");
        return $"""
            CREATE TABLE IF NOT EXISTS {Named(table)}{OnCluster}
            (
                {string.Join(",\n    ", columns.Select(c => $"{c.Name} {(address.IsOld ? Old(c.Type) : c.Type)}"))}
            )
            ENGINE = {engine}{remembered}
            """;
    }

    string Named(string table) => $"{Quoted(address.Database)}.{table}";

    /// <summary>The type as servers of 2018 know it: no codecs, no dictionaries, no aggregates in a column.</summary>
    static string Old(string type)
    {
        var plain = Plain(type);
        var open = plain.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? plain : plain[(open + 1)..^1].Split(", ")[^1];
    }

    static string Plain(string type)
    {
        var plain = type.Split(" CODEC", StringSplitOptions.None)[0];
        return plain.StartsWith("LowCardinality(", StringComparison.Ordinal) ? plain["LowCardinality(".Length..^1] : plain;
    }

    sealed record Column(string Name, string Type);
}
