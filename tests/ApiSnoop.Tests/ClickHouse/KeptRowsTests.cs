using System.IO.Compression;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>A store in ClickHouse that keeps single requests too.</summary>
public sealed class KeptRowsTests(ChDbServer server) : IClassFixture<ChDbServer>
{
    const string Log = "app-node-client-0.22-requestresponse";

    [Fact]
    public void Spans_of_time_and_single_requests_are_answered_as_by_a_folder_until_the_rows_have_gone()
    {
        var address = server.Store("kept");
        new StoreCare(address).Init(rows: true, keptDays: 30);
        using var apisnoop = new Apisnoop();
        string[] stores = [Path.Combine(apisnoop.Folder, "store"), address];
        var lines = Unpacked(apisnoop);
        foreach (var store in stores)
        {
            Run(apisnoop, store, "load-audit", lines.First, "node", "--release", "1.20");
            Run(apisnoop, store, "load-audit", lines.Second, "node", "--append")
                .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));
        }

        string[][] questions =
        [
            ["export-data", "app-usage-endpoints", "-", "node"],
            ["export-data", "app-usage-endpoints", "-", "node", "--since", "2026-11-23T16:02:30Z"],
            ["sql", "select * from audit_event order by all"],
            ["sql", "select count(*), sum(requests) from request_counts, (select count(*) from request_row)"],
        ];
        foreach (var question in questions) Same(apisnoop, stores, question);

        server.Ask("ALTER TABLE kept.requests DELETE WHERE place < 10 SETTINGS mutations_sync = 2").ShouldBe("");
        Directory.Delete(Path.Combine(stores[0], "clickhouse"), recursive: true);
        Same(apisnoop, stores, questions[0]);
        Run(apisnoop, address, questions[1]).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("request rows are left: its store keeps them for some days only"));
    }

    [Fact]
    public void The_table_of_rows_is_parted_by_day_and_has_a_time_to_live()
    {
        var address = server.Store("days");
        new StoreCare(address).Init(rows: true, keptDays: 7);

        server.Ask("SHOW CREATE TABLE days.requests").ShouldSatisfyAllConditions(
            t => t.ShouldContain("PARTITION BY toDate("), t => t.ShouldContain("toIntervalDay(7)"),
            t => t.ShouldNotContain("responseObject"));
    }

    static void Same(Apisnoop apisnoop, string[] stores, string[] question)
    {
        var (folder, clickHouse) = (Run(apisnoop, stores[0], question), Run(apisnoop, stores[1], question));

        clickHouse.Code.ShouldBe(0, clickHouse.Error);
        clickHouse.Out.ShouldBe(folder.Out);
    }

    static (int Code, string Out, string Error) Run(Apisnoop apisnoop, string store, params string[] command) =>
        apisnoop.Run([.. command, "--store", store]);

    /// <summary>The log in two parts, which share some requests.</summary>
    static (string First, string Second) Unpacked(Apisnoop apisnoop)
    {
        using var packed = File.OpenRead(Repository.Path($"tests/data/logs/{Log}.log.gz"));
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (
            apisnoop.Write("first.log", string.Join('\n', lines[..300]) + "\n"),
            apisnoop.Write("second.log", string.Join('\n', lines[250..]) + "\n"));
    }
}
