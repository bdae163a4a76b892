using System.Text;
using ApiSnoop.Capturing;
using ApiSnoop.Capturing.Batches;
using ApiSnoop.Capturing.Running;
using ApiSnoop.Capturing.Spooling;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Capturing;

/// <summary>What is stored while a recording grows, against what a load of all of it would store.</summary>
public sealed class GrowingLoadTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly SetClock _clock = new();
    readonly Spool _spool;

    public GrowingLoadTests() => _spool = Spool.Open(Path.Combine(_folder.Path, "spool"), 1L << 30);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task After_each_post_of_a_real_server_it_counts_what_a_load_of_all_posts_counts()
    {
        var (store, whole) = (Store("growing"), Store("whole"));
        var recording = Running("app");
        var growing = new GrowingLoad(_spool, store, "");
        foreach (var post in WebhookPosts.InOrder())
        {
            await Append(post);
            growing.IsDue(recording).ShouldBeTrue();
            growing.Load(recording, byTime: false, 1, Stop);
            growing.IsDue(recording).ShouldBeFalse();
            SpoolLoad.Run(recording, _spool, new(recording.From, _spool.End), byTime: false, whole, 1, "", Stop);

            Counts(store).ShouldBe(Counts(whole));
            _clock.Now += TimeSpan.FromMinutes(1);
        }

        store.Find("app")!.Requests.ShouldBe(1382);
        store.Find("app")!.Sources.Length.ShouldBeGreaterThan(1, "some of it was added");
    }

    [Fact]
    public async Task It_is_made_anew_after_many_pieces_and_when_somebody_else_stored_it()
    {
        var store = Store("growing");
        var recording = Running("app");
        var growing = new GrowingLoad(_spool, store, "");
        var pieces = new List<int>();
        await Append(List([.. Enumerable.Range(0, 1000).Select(i => $"first {i}")]));
        for (var i = 0; i < 64; i++)
        {
            await Append(List($"{i}"));
            growing.Load(recording, byTime: false, 1, Stop)!.Requests.ShouldBe(1001 + i);
            pieces.Add(store.Find("app")!.Sources.Length);
        }

        pieces.Max().ShouldBe(61);
        pieces[61].ShouldBe(1);
        store.Remove("app");
        await Append(List("last"));
        growing.Load(recording, byTime: false, 1, Stop)!.Requests.ShouldBe(1065);
        store.Find("app")!.Sources.Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_the_recordings_is_passed_by_and_what_comes_later_is_added()
    {
        var store = Store("growing");
        var recording = Running("app") with { Filters = [new("user-agent", "test")] };
        var growing = new GrowingLoad(_spool, store, "");
        await Append(ListOf("other/v1", "a"));
        growing.Load(recording, byTime: false, 1, Stop).ShouldBeNull();
        await Append(List("b"));
        growing.Load(recording, byTime: false, 1, Stop)!.Requests.ShouldBe(1);
        await Append(ListOf("other/v1", "c"));
        growing.Load(recording, byTime: false, 1, Stop)!.Requests.ShouldBe(1);
        await Append(List("d"));
        growing.Load(recording, byTime: false, 1, Stop)!.Requests.ShouldBe(2);
    }

    static string Counts(RecordingStore store)
    {
        var cube = store.Open("app")!.Cube;
        var counts = cube.Cells.GroupBy(c => (cube.Targets[c.Target].OperationId, cube.Targets[c.Target].Name), c => c.Requests);
        return string.Join('\n', counts.Select(g => $"{g.Sum()} {g.Key}").Order(StringComparer.Ordinal));
    }

    static RunningRecording Running(string app) => new() { App = app, Release = "1.20", From = new(0, 0) };

    RecordingStore Store(string name) => new(Path.Combine(_folder.Path, name), _clock);

    async Task Append(byte[] list)
    {
        using var body = new MemoryStream(list);
        using var batch = await BatchReading.Read(body, CaptureOptions.MostBatchBytes, _spool.Folder, Stop);
        await _spool.Append(batch);
    }

    static byte[] List(params string[] ids) => ListOf("test/v1", ids);

    static byte[] ListOf(string agent, params string[] ids) => Encoding.UTF8.GetBytes(
        "{\"items\":[" + string.Join(',', ids.Select(i => CaptureTests.Event(i, agent: agent))) + "]}");
}
