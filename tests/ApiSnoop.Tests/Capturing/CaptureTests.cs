using System.Text;
using ApiSnoop.Capturing;
using ApiSnoop.Capturing.Running;
using ApiSnoop.Capturing.Senders;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Capturing;

public sealed class CaptureTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_real_server_posted_gives_exactly_its_requests_and_nothing_of_a_secret_is_written()
    {
        var store = new RecordingStore(_folder.Path);
        FinishedRecording finished;
        using (var capture = Capture.Open(store, new CaptureOptions()))
        {
            capture.Start("app", []);
            capture.Start("system", [new("user", "system:apiserver")]);
            var (posts, secrets) = (0, 0);
            foreach (var body in WebhookPosts.InOrder())
            {
                secrets += Encoding.ASCII.GetString(body).Contains(WebhookPosts.Secret, StringComparison.Ordinal) ? 1 : 0;
                (await capture.Take("10.0.0.1", new MemoryStream(body), null, Stop)).Refused.ShouldBeNull();
                posts++;
            }

            posts.ShouldBe(11);
            secrets.ShouldBePositive();
            capture.Senders.ShouldHaveSingleItem().Events.ShouldBe(3619);
            finished = await capture.Stop("app", TimeSpan.Zero, Stop);
            (await capture.Stop("system", TimeSpan.Zero, Stop)).Manifest!.Requests.ShouldBeInRange(1, 1381);
        }

        finished.Silent.ShouldBe(["10.0.0.1"]);
        finished.Manifest!.Requests.ShouldBe(1382);
        finished.Manifest.MatchedRequests.ShouldBe(1340);
        var cube = store.Open("app")!.Cube;
        cube.Targets.Select(t => t.OperationId).OfType<string>().Distinct().Count().ShouldBe(145);
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
            (await File.ReadAllBytesAsync(file, Stop)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(WebhookPosts.Secret)).ShouldBe(-1, file);
    }

    [Fact]
    public async Task A_recording_goes_on_when_the_capture_begins_again()
    {
        var store = new RecordingStore(_folder.Path);
        string again;
        using (var capture = Capture.Open(store, new CaptureOptions()))
        {
            capture.Start("app", []);
            again = Event("b");
            await Post(capture, Event("a"), again);
        }

        using (var capture = Capture.Open(store, new CaptureOptions()))
        {
            capture.Running.ShouldHaveSingleItem().App.ShouldBe("app");
            await Post(capture, again, Event("c"));
            var finished = await capture.Stop("app", TimeSpan.FromSeconds(1), Stop);
            finished.Manifest!.Requests.ShouldBe(3);
            finished.Manifest.RepeatedEvents.ShouldBe(1);
        }
    }

    [Fact]
    public async Task By_the_servers_clock_only_what_was_received_between_start_and_stop_counts()
    {
        using var capture = Capture.Open(new RecordingStore(_folder.Path), new CaptureOptions());
        capture.Start("app", []);
        await Post(capture, Event("before", DateTimeOffset.UtcNow - TimeSpan.FromSeconds(20)), Event("in"));
        var stopping = capture.Stop("app", TimeSpan.FromSeconds(30), Stop);
        await Post(capture, Event("after", DateTimeOffset.UtcNow + TimeSpan.FromSeconds(1)));

        var finished = await stopping;

        finished.Silent.ShouldBeEmpty();
        finished.Manifest!.Requests.ShouldBe(1);
        finished.Manifest.FilteredRequests.ShouldBe(2);
    }

    [Fact]
    public async Task Several_recordings_run_at_once_each_with_its_filter_and_know_that_they_share_a_source()
    {
        var store = new RecordingStore(_folder.Path);
        using var capture = Capture.Open(store, new CaptureOptions());
        capture.Start("all", []);
        capture.Start("shop", [new("user-agent", "shop")]);
        await Post(capture, Event("a"), Event("b", agent: "shop/v1"));

        (await capture.Stop("shop", TimeSpan.Zero, Stop)).Manifest!.Requests.ShouldBe(1);
        (await capture.Stop("all", TimeSpan.Zero, Stop)).Manifest!.Requests.ShouldBe(2);
        store.Find("all")!.Sources.ShouldHaveSingleItem().Sha256.ShouldBe(store.Find("shop")!.Sources.ShouldHaveSingleItem().Sha256);
    }

    [Fact]
    public async Task A_recording_that_runs_is_stored_as_it_grows()
    {
        var store = new RecordingStore(_folder.Path);
        using var capture = Capture.Open(store, new CaptureOptions());
        capture.Start("app", []);
        for (var i = 1; i <= 3; i++)
        {
            await Post(capture, Event($"{i}"));
            while (store.Find("app")?.Requests != i) await Task.Delay(50, Stop);
        }

        capture.Running.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_cannot_be_understood_is_told_and_makes_no_recording()
    {
        using var capture = Capture.Open(new RecordingStore(_folder.Path), new CaptureOptions());
        Should.Throw<CaptureException>(() => Capture.Open(new RecordingStore(_folder.Path), new CaptureOptions()))
            .Message.ShouldContain("Another capture");
        Should.Throw<CaptureException>(() => capture.Start("app", [new("nonsense", "x")])).Message.ShouldContain("no filter nonsense");
        capture.Start("app", []);
        Should.Throw<CaptureException>(() => capture.Start("app", [])).Message.ShouldContain("already");
        var answer = await capture.Take("10.0.0.1", new MemoryStream("{\"secret"u8.ToArray()), null, Stop);

        answer.ShouldBe(new BatchAnswer(RefusalReason.NoJson, "it is no JSON"));
        capture.Refused.ShouldHaveSingleItem().Count.ShouldBe(1);
        (await capture.Stop("app", TimeSpan.Zero, Stop)).Trouble.ShouldContain("No API server has ever sent anything here");
        (await Should.ThrowAsync<CaptureException>(capture.Stop("app", TimeSpan.Zero, Stop))).Message.ShouldContain("not being recorded");
    }

    internal static async Task Post(Capture capture, params string[] events)
    {
        var list = "{\"kind\":\"EventList\",\"items\":[" + string.Join(',', events) + "]}";
        (await capture.Take("10.0.0.1", new MemoryStream(Encoding.UTF8.GetBytes(list)), null, Stop)).ShouldBe(BatchAnswer.Kept);
    }

    internal static string Event(string id, DateTimeOffset? at = null, string agent = "test/v1")
    {
        var time = (at ?? DateTimeOffset.UtcNow).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", null);
        return $$"""
            {"level":"Metadata","auditID":"{{id}}","stage":"ResponseComplete","requestURI":"/api/v1/nodes","verb":"list",
            "user":{"username":"u"},"userAgent":"{{agent}}","responseStatus":{"code":200},"requestReceivedTimestamp":"{{time}}",
            "stageTimestamp":"{{time}}"}
            """;
    }
}
