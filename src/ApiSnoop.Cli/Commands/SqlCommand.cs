using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording.Sql;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop sql</c>: any question, in DuckDB's SQL.</summary>
internal sealed class SqlCommand : Command, IWithExamples
{
    readonly Argument<string> _query = new("QUERY") { Description = "The query, or - to read it from standard input" };
    readonly FilterOptions _filter = new(onLoad: false);
    readonly OutputOption _output = new();
    readonly StoreOption _store = new();

    public SqlCommand()
        : base("sql", "Query the recordings with DuckDB SQL: open_api, audit_event, endpoint_coverage, untested_stable_endpoint, …")
    {
        Add(_query);
        _filter.AddTo(this);
        _output.AddTo(this);
        _store.AddTo(this);
        SetAction((result, cancelled) => Task.FromResult(Run(result, cancelled)));
    }

    public string Examples => """
        Examples:
          apisnoop sql "from describe_relations()"
          apisnoop sql "select useragent, count(*) from audit_event group by 1 order by 2 desc limit 9"
        """;

    int Run(ParseResult result, CancellationToken cancelled)
    {
        var query = result.GetRequiredValue(_query);
        if (query == "-") query = Console.In.ReadToEnd();
        var shelf = new RecordingShelf(_store.Open(result));
        foreach (var damage in shelf.Store.List().Damaged)
            result.InvocationConfiguration.Error.WriteLine($"apisnoop: {damage.Folder}: {damage.Reason}");
        foreach (var counts in shelf.Store.Manifests().Where(m => m.HoldsCountsOnly))
            result.InvocationConfiguration.Error.WriteLine(
                $"{counts.App} holds counts only: no single request of it is in audit_event or another view of requests.");
        using var session = new SqlSession(shelf.Store, ShelfFacts.Of(shelf), _filter.Filter(result).ForSql());
        using var answer = session.Query(query, cancelled);
        _output.Print(result, Table.Of(answer.Columns.Select(c => c.Name), answer.Rows()));
        return ExitCode.Done;
    }
}
