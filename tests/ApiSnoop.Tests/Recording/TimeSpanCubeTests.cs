using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Tests.Recording;

public sealed class TimeSpanCubeTests : IDisposable
{
    const long Start = 1_600_000_000_000_000;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    StoredRecording Stored(Recordings.Load load) => load.Save(new RecordingStore(_folder.Path), "shop");

    static DateTimeOffset At(long second) => DateTimeOffset.FromUnixTimeSeconds(1_600_000_000 + second);

    static Recordings.Load Minutes() => new Recordings.Load()
        .Add("listCoreV1Node", Recordings.TestAgent, received: Start)
        .Add("listCoreV1Node", Recordings.TestAgent, received: Start + 60_000_000)
        .Add("readCoreV1Node", space: "a'b", received: Start + 60_000_001, code: 404)
        .Add(null, agent: "", user: "", verb: "", received: Start + 120_000_000, uri: "/apis/example.com/v1/things");

    [Fact]
    public void A_span_that_holds_all_counts_as_the_recording_does()
    {
        var stored = Stored(Minutes());
        CubeOfTimeSpan.Of(stored, At(0), At(120)).ShouldCount(stored.Cube);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 60, 1)]
    [InlineData(60, 120, 3)]
    [InlineData(61, 119, 0)]
    [InlineData(121, 500, 0)]
    public void Both_ends_belong_to_the_span(long since, long until, long requests) =>
        CubeOfTimeSpan.Of(Stored(Minutes()), At(since), At(until)).Requests.ShouldBe(requests);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_span_counts_what_looking_at_every_request_does(bool someAreUntimed)
    {
        var load = new Recordings.Load();
        var random = new Random(5);
        var times = Enumerable.Range(0, 500)
            .Select(_ => someAreUntimed && random.Next(10) == 0 ? RequestBatch.Unknown : Start + random.Next(100) * 1_000_000L).ToList();
        foreach (var time in times)
            load.Add("readCoreV1Node", "agent " + random.Next(9), code: (short)(random.Next(2) * 404), received: time);
        var stored = Stored(load);
        stored = stored with { Manifest = stored.Manifest with { From = At(0), To = At(99) } };

        for (var i = 0; i < 20; i++)
        {
            var (since, until) = (random.Next(-10, 110), random.Next(-10, 110));
            var kept = Enumerable.Range(0, 500)
                .Where(r => times[r] != RequestBatch.Unknown && times[r] >= Start + since * 1_000_000L
                    && times[r] <= Start + until * 1_000_000L);

            CubeOfTimeSpan.Of(stored, At(since), At(until)).ShouldCount(Counting(load, kept));
        }
    }

    /// <summary>The cube of some rows, counted one by one.</summary>
    static Cube Counting(Recordings.Load load, IEnumerable<int> rows)
    {
        var all = load.Cube();
        var cells = rows.GroupBy(r => load.Batch.Cell[r]).Select(g => all.Cells[g.Key] with { Requests = g.Count() });
        return all.With([.. cells]);
    }

    [Fact]
    public void One_end_alone_is_enough()
    {
        var stored = Stored(Minutes());
        CubeOfTimeSpan.Of(stored, At(1), null).Requests.ShouldBe(3);
        CubeOfTimeSpan.Of(stored, null, At(1)).Requests.ShouldBe(1);
    }

    [Fact]
    public void What_has_no_time_is_in_no_span() =>
        CubeOfTimeSpan.Of(Stored(Recordings.Small()), At(-1000), At(1000)).Requests.ShouldBe(4);

    [Fact]
    public void Calls_come_in_the_order_of_time_and_query_parameters_are_counted_once_a_request()
    {
        var stored = Stored(new Recordings.Load()
            .Add("readCoreV1Node", "a", received: Start + 5, uri: "/api/v1/nodes/n?watch=1&watch=2&fieldSelector=a%3Db")
            .Add("readCoreV1Node", "a", received: Start, uri: "/api/v1/nodes/n?watch=true")
            .Add("readCoreV1Node", "b'", received: Start, uri: "/api/v1/nodes/n"));
        var calls = RecordedCalls.Of(stored, ["a"], 10);
        calls.Select(c => c.Uri).ShouldBe(["/api/v1/nodes/n?watch=true", "/api/v1/nodes/n?watch=1&watch=2&fieldSelector=a%3Db"]);
        RecordedCalls.Of(stored, ["b'"], 10).ShouldHaveSingleItem().Received.ShouldBe(At(0));
        RecordedCalls.QueryParameters(stored, "readCoreV1Node").ShouldBe(
            [new("readCoreV1Node", "watch", 2), new("readCoreV1Node", "fieldSelector", 1)]);
    }
}
