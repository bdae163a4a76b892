using ApiSnoop.Recording;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Tests.Recording;

public sealed class CompletedRequestsTests
{
    [Fact]
    public void A_request_is_new_once()
    {
        var completed = new CompletedRequests(CountedRequests.None);
        var random = new Random(7);
        var known = new HashSet<ulong>();
        var wrong = 0;
        for (var i = 0; i < 300_000; i++)
        {
            // Few enough different ones that most come again, and some that begin their search in one place.
            var key = i % 3 == 0 ? (ulong)random.NextInt64(1, 300) : (ulong)random.NextInt64(1, 40_000) * 0x9E3779B97F4A7C15;
            if (completed.Contains(key) != known.Contains(key)) wrong++;
            if (completed.Add(key) != known.Add(key)) wrong++;
        }

        wrong.ShouldBe(0);
    }

    [Fact]
    public void The_last_generation_is_remembered_and_at_best_two()
    {
        const int Generation = 10_000;
        var completed = new CompletedRequests(CountedRequests.None, Generation);
        var keys = Enumerable.Range(1, 35_000).Select(i => (ulong)i * 0x9E3779B97F4A7C15 | 1).ToList();

        keys.Count(completed.Add).ShouldBe(keys.Count);

        keys.Count(completed.Contains).ShouldBe(15_000);
        keys.TakeLast(15_000).ShouldAllBe(k => completed.Contains(k));
    }

    [Fact]
    public void The_last_request_of_a_generation_is_told_from_the_first_of_the_next()
    {
        var completed = new CompletedRequests(CountedRequests.None, generation: 2);

        foreach (var key in new ulong[] { 1, 3, 5, 7, 9 })
        {
            completed.Add(key).ShouldBeTrue();
            completed.Add(key).ShouldBeFalse();
        }
    }

    [Fact]
    public void What_a_recording_counted_before_is_never_forgotten()
    {
        using var folder = new TemporaryFolder();
        var recording = new Recordings.Load().Add("readCoreV1Node", received: 7).Save(new RecordingStore(folder.Path), "app");
        var counted = Recordings.KeyOfRow(0, 7);
        var completed = new CompletedRequests(new CountedRequests(recording.RequestFiles, long.MinValue), generation: 2);
        for (ulong i = 100; i < 110; i++) completed.Add(i);

        completed.Contains(counted).ShouldBeTrue();
        completed.Add(counted).ShouldBeFalse();
    }
}
