using ApiSnoop.Capturing.Senders;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Capturing;

public sealed class SenderBookTests : IDisposable
{
    static readonly TimeSpan s_retryTime = TimeSpan.FromSeconds(81);

    readonly TemporaryFolder _folder = new();
    readonly SetClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Silence_for_less_than_a_sender_tries_again_is_no_gap()
    {
        var book = Open();
        Send(book);
        Wait(80);
        Send(book);

        book.Senders.ShouldHaveSingleItem().Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void A_receiver_that_was_down_for_longer_tells_what_is_lost_although_it_was_killed()
    {
        var book = Open();
        Send(book);
        book.Save();
        Wait(120);
        book = Open();
        Wait(2);
        Send(book);

        var gap = book.Senders.ShouldHaveSingleItem().Gaps.ShouldHaveSingleItem();
        gap.Words(s_retryTime).ShouldBe(
            "nobody received for 120 s: what the sender first sent from 12:00:00 to 12:00:39 it gave up, and it is lost");
    }

    [Fact]
    public void A_sender_that_was_silent_while_somebody_received_may_have_had_nothing_to_tell()
    {
        var book = Open();
        Send(book);
        Wait(100);
        Send(book);

        book.Senders[0].Gaps.ShouldHaveSingleItem().Words(s_retryTime)
            .ShouldStartWith("nothing came for 100 s: the sender had nothing to tell");
    }

    [Fact]
    public void Events_a_second_are_those_of_the_last_ten_seconds()
    {
        var book = Open();
        Send(book, 100);
        Wait(5);
        Send(book, 200);
        book.Senders[0].EventsPerSecond.ShouldBe(30);
        Wait(6);
        book.Senders[0].EventsPerSecond.ShouldBe(20);
        Wait(60);
        book.Senders[0].EventsPerSecond.ShouldBe(0);
    }

    [Fact]
    public void A_clock_can_be_trusted_when_events_are_about_as_old_as_a_batch_may_be()
    {
        var book = Open();
        book.Kept("old", 1, 100, _clock.Now - TimeSpan.FromDays(3));
        book.Kept("ahead", 1, 100, _clock.Now + TimeSpan.FromMinutes(1));
        book.Kept("right", 1, 100, _clock.Now - TimeSpan.FromSeconds(30));

        book.Senders.Where(s => s.ClockAgreed is not null).ShouldHaveSingleItem().Name.ShouldBe("right");
    }

    [Fact]
    public void More_senders_than_any_cluster_has_are_counted_under_one_name()
    {
        var book = Open();
        for (var i = 0; i < 1000; i++) book.Kept($"10.0.{i / 256}.{i % 256}", 1, 100, null);

        book.Senders.Count.ShouldBe(257);
        book.Senders.Sum(s => s.Events).ShouldBe(1000);
    }

    SenderBook Open() => new(Path.Combine(_folder.Path, "senders.json"), _clock, s_retryTime);

    void Send(SenderBook book, int events = 1) => book.Kept("10.0.0.1", events, 100 * events, _clock.Now);

    void Wait(int seconds)
    {
        // The file tells when somebody last received.
        var path = Path.Combine(_folder.Path, "senders.json");
        if (File.Exists(path)) File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path) is var t && t > _clock.Now.UtcDateTime
            ? _clock.Now.UtcDateTime : t);
        _clock.Now += TimeSpan.FromSeconds(seconds);
    }
}
