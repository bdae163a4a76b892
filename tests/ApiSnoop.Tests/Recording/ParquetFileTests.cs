using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;
using DuckDB.NET.Data;

namespace ApiSnoop.Tests.Recording;

/// <summary>Our Parquet files must be Parquet to others: DuckDB and Apache's own library read them here.</summary>
public sealed class ParquetFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static List<object?[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    [Fact]
    public void DuckDB_reads_the_request_rows_with_the_right_types()
    {
        var file = Recordings.Small().Save(new RecordingStore(_folder.Path), "x").RequestFiles[0];
        Query($"select column_name || ' ' || column_type from (describe from '{file}')").Select(r => r[0]).ShouldBe(
        [
            "received TIMESTAMP WITH TIME ZONE", "duration_us BIGINT", "operation VARCHAR", "miss_reason VARCHAR", "miss_name VARCHAR",
                "verb VARCHAR",
            "code INTEGER", "stage VARCHAR", "user_agent VARCHAR", "username VARCHAR", "namespace VARCHAR", "cell INTEGER",
                "audit_id VARCHAR", "request_uri VARCHAR", "impersonator VARCHAR", "deprecation VARCHAR",
        ]);
        var rows = Query($"select epoch_us(received), * exclude (received, impersonator, deprecation) from '{file}'");
        rows[0].ShouldBe(
            [1_600_000_000_000_000L, 1500L, "listCoreV1Node", null, null, "get", 200, "ResponseComplete", Recordings.TestAgent, "admin",
                null, 0, "id-0", "/api/v1/nodes"]);
        rows[2][11..].ShouldBe([1, "id-2", "/api/v1/nodes/n1?x=ü"]);
        rows[3].ShouldBe(
            [1_600_000_000_000_000L, 1500L, "createBatchV1beta1CronJob", null, null, "create", null, "ResponseComplete", "kubectl/v1.20",
                "admin", "shop", 2, "id-3", "/apis/batch/v1beta1/cronjobs"]);
        rows[4].ShouldBe(
            [null, null, null, "CustomResource", "example.com/v1 things", "", 404, "ResponseComplete", null, null, null, 3, "id-4",
                "/apis/example.com/v1/things"]);
    }

    [Fact]
    public void DuckDB_reads_a_large_cube_with_the_same_sums()
    {
        var cube = CubeTests.Large(50_000);
        var path = Path.Combine(_folder.Path, "cube.parquet");
        CubeFile.Write(path, cube);
        var row = Query(
            $"select count(*), sum(requests)::bigint, count(operation), count(user_agent), count(code), count(distinct username) from "
                + $"'{path}'")[0];
        row.ShouldBe(
        [
            50_000L, cube.Requests, (long)cube.Cells.Count(c => cube.Targets[c.Target].OperationId is not null),
                (long)cube.Cells.Count(c => c.Agent != 0),
            (long)cube.Cells.Count(c => c.Code != 0), (long)cube.Cells.Where(c => c.User != 0).Select(c => c.User).Distinct().Count(),
        ]);
        Query($"select distinct compression from parquet_metadata('{path}')").Single()[0].ShouldBe("ZSTD");
    }

    [Fact]
    public void Apaches_library_reads_several_row_groups()
    {
        var path = Path.Combine(_folder.Path, "rows.parquet");
        var load = Recordings.Small();
        while (load.Batch.Count < 5_000)
            load.Add("readCoreV1Node", user: "user " + load.Batch.Count % 300, code: (short)(load.Batch.Count % 2 * 200));
        using (var rows = new RequestRows(path, load.Dimensions))
        {
            rows.WriteBlock(load.Batch);
            load.Batch.Count = 5;
            rows.WriteBlock(load.Batch);
            rows.Finish();
        }

        using var reader = new ParquetSharp.ParquetFileReader(path);
        reader.FileMetaData.NumRows.ShouldBe(5_005);
        reader.FileMetaData.NumRowGroups.ShouldBe(2);
        using var group = reader.RowGroup(0);
        using var users = group.Column(9).LogicalReader<string>();
        var read = users.ReadAll(5_000);
        read.ShouldBe(Enumerable.Range(0, 5_000).Select(i => i == 4 ? null : load.Dimensions.Users[load.Batch.User[i]]));
        using var ids = group.Column(12).LogicalReader<string>();
        ids.ReadAll(5_000).ShouldBe(Enumerable.Range(0, 5_000).Select(i => $"id-{i}"));
    }

    [Fact]
    public void Text_that_is_no_UTF8_is_replaced_because_readers_refuse_it()
    {
        var load = Recordings.Small();
        load.Batch.Text[load.Batch.IdStart[0]] = 0xFF;
        var path = Path.Combine(_folder.Path, "rows.parquet");
        using (var rows = new RequestRows(path, load.Dimensions))
        {
            rows.WriteBlock(load.Batch);
            rows.Finish();
        }

        Query($"select audit_id from '{path}' limit 1")[0][0].ShouldBe("\uFFFDd-0");
    }

    [Fact]
    public void A_user_agent_that_is_no_UTF8_is_replaced_wherever_it_comes_again()
    {
        var load = Recordings.Small();
        load.Batch.Agent[0] = load.Batch.Agent[2] = load.Dimensions.Agents.Intern([(byte)'k', 0xFF]);
        load.Batch.Agent[1] = load.Dimensions.Agents.Intern("plain"u8);
        load.Batch.Count = 3;
        var path = Path.Combine(_folder.Path, "rows.parquet");
        using (var rows = new RequestRows(path, load.Dimensions))
        {
            rows.WriteBlock(load.Batch);
            rows.WriteBlock(load.Batch);
            rows.Finish();
        }

        Query($"select user_agent, count(*) from '{path}' group by 1 order by 1").Select(r => (r[0], r[1]))
            .ShouldBe([("k\uFFFD", 4L), ("plain", 2L)]);
    }
}
