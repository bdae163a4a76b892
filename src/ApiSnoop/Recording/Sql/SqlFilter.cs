using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Recording.Sql;

/// <summary>Which requests and operations SQL sees.</summary>
public sealed record SqlFilter
{
    /// <summary>All of them.</summary>
    public static SqlFilter All { get; } = new();

    /// <summary>Columns of the recordings whose text decides, each with what it keeps.</summary>
    public ImmutableArray<(string Column, Func<string, bool> Keeps)> Texts { get; init; } = [];

    /// <summary>Which operations are seen, or null for all.</summary>
    public Func<Operation, bool>? Operations { get; init; }

    /// <summary>Whether requests that matched no operation are seen where not all operations are.</summary>
    public bool Unmatched { get; init; } = true;

    /// <summary>The least and the greatest status code that is seen, or null for all.</summary>
    public (int Least, int Greatest)? Codes { get; init; }

    /// <summary>The earliest time of receipt, or null.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest time of receipt, or null.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether times decide. The counts have none, so that rows are counted then.</summary>
    internal bool AsksForTimes => Since is not null || Until is not null;

    /// <summary>
    /// The values that are kept, as tables. Patterns are judged outside of SQL, once for each value that the recordings have,
    /// so that they mean what they mean everywhere.
    /// </summary>
    internal IEnumerable<Relation> Relations(RecordingStore store) => Texts.Select(t => new Relation(Kept(t.Column), "", connection =>
    {
        var values = store.Manifests().Select(m => store.Open(m.App)).OfType<StoredRecording>().SelectMany(s => Values(s.Cube, t.Column))
            .Distinct();
        connection.Run(
            $"create or replace table {Kept(t.Column)} as select unnest({Literal.List(values.Where(t.Keeps))}::varchar[]) as kept");
    }));

    /// <summary>The names of the relations that <see cref="Where"/> asks.</summary>
    internal string Needs => string.Join(' ', [.. Texts.Select(t => Kept(t.Column)), Operations is null ? "" : "open_api"]);

    /// <summary>The condition on a row of a recording.</summary>
    internal string Where => string.Join(" and ",
    [
        "true",
        .. Texts.Select(t => $"coalesce(\"{t.Column}\", '') in (from {Kept(t.Column)})"),
        .. Operations is null
            ? []
            : new[] { $"case when operation is null then {(Unmatched ? "true" : "false")} else (release, operation) in (select (release, "
            + $"endpoint) from open_api) end" },
        .. Codes is { } codes ? [$"code between {codes.Least} and {codes.Greatest}"] : Array.Empty<string>(),
        .. Since is { } since ? [$"received >= {RowReading.Literally(since)}"] : Array.Empty<string>(),
        .. Until is { } until ? [$"received <= {RowReading.Literally(until)}"] : Array.Empty<string>(),
    ]);

    static string Kept(string column) => "kept_" + column;

    static ImmutableArray<string> Values(Cube cube, string column) => column switch
    {
        "user_agent" => cube.Agents,
        "username" => cube.Users,
        "impersonator" => cube.Impersonators,
        "namespace" => cube.Namespaces,
        "verb" => cube.Verbs,
        _ => throw new ArgumentException($"{column} is no text that a filter judges", nameof(column)),
    };
}
