using ApiSnoop.Web.Keeping;

namespace ApiSnoop.Web.Tests.Keeping;

public class KeptPagesTests
{
    static readonly (string Stamp, long Number) s_old = ("old", 1), s_new = ("new", 2);

    [Fact]
    public void The_first_who_asks_renders_and_the_others_wait_for_it()
    {
        var pages = new KeptPages(1 << 20, TimeProvider.System);
        pages.Find(Of("/", s_old), out var mine, out var isFirst).ShouldBeNull();
        isFirst.ShouldBeTrue();

        pages.Find(Of("/", s_old), out var same, out var isFirstAgain).ShouldBeNull();

        isFirstAgain.ShouldBeFalse();
        same.ShouldBeSameAs(mine);
        pages.End(mine!, Page(100));
        pages.Find(Of("/", s_old), out var none, out _).ShouldNotBeNull();
        none.ShouldBeNull();
    }

    [Fact]
    public void No_more_bytes_are_kept_than_may_be_and_what_was_not_asked_for_longest_goes_first()
    {
        var pages = new KeptPages(100_000, TimeProvider.System);
        for (var i = 0; i < 50; i++)
        {
            Keep(pages, $"/{i}", s_old, Page(9_000));
            pages.Bytes.ShouldBeLessThanOrEqualTo(100_000);
            pages.Find(Of("/0", s_old), out _, out _).ShouldNotBeNull();
        }

        pages.Find(Of("/49", s_old), out _, out _).ShouldNotBeNull();
        pages.Find(Of("/1", s_old), out _, out _).ShouldBeNull();
    }

    [Fact]
    public void A_page_that_would_drive_out_many_others_is_not_kept()
    {
        var pages = new KeptPages(100_000, TimeProvider.System);
        Keep(pages, "/large", s_old, Page(50_000));
        pages.Find(Of("/large", s_old), out _, out _).ShouldBeNull();
        pages.Bytes.ShouldBe(0);
    }

    [Fact]
    public void A_page_goes_when_what_it_is_made_from_has_changed_and_stays_when_something_else_has()
    {
        var pages = new KeptPages(1 << 20, TimeProvider.System);
        Keep(pages, "/", s_old, Page(100));
        pages.Find(Of("/", ("old", 2)), out _, out _).ShouldNotBeNull();

        pages.Find(Of("/", s_new), out var rendering, out var isFirst).ShouldBeNull();

        isFirst.ShouldBeTrue();
        pages.Bytes.ShouldBe(0);
        pages.End(rendering!, Page(200));
        // Who looked at the store before the change is served what came after it.
        pages.Find(Of("/", s_old), out _, out _)!.Plain.Length.ShouldBe(200);
    }

    [Fact]
    public void While_a_page_is_rendered_again_it_is_there_as_it_was_with_the_time_when_it_was_last_true()
    {
        var clock = new StoppedClock();
        var pages = new KeptPages(1 << 20, clock);
        pages.Find(Of("/", s_old), out var first, out _);
        first!.Before.ShouldBeNull();
        clock.Seconds = 1;
        pages.End(first, Page(100));
        pages.Find(Of("/", s_new), out var second, out _);
        // True when its rendering began; nobody has looked since.
        (second!.Before!.Page.Plain.Length, second.Before.TrueAt).ShouldBe((100, 0));
        pages.End(second, Page(200));
        clock.Seconds = 5;
        pages.Find(Of("/", s_new), out _, out _)!.Plain.Length.ShouldBe(200);
        clock.Seconds = 6;

        pages.Find(Of("/", ("newest", 3)), out var third, out _);

        (third!.Before!.Page.Plain.Length, third.Before.TrueAt).ShouldBe((200, 5));
        pages.End(third, null);
        pages.Find(Of("/", ("newest", 3)), out var fourth, out _);
        fourth!.Before.ShouldBeNull();
    }

    [Fact]
    public void Only_one_state_of_a_page_is_rendered_at_a_time_and_an_older_one_does_not_do()
    {
        var pages = new KeptPages(1 << 20, TimeProvider.System);
        pages.Find(Of("/", s_old), out var old, out _);
        pages.Find(Of("/", s_new), out var awaited, out var isFirst);
        isFirst.ShouldBeFalse();
        awaited.ShouldBeSameAs(old);
        awaited!.Page.WillDoFor(Of("/", s_new)).ShouldBeFalse();

        pages.End(old!, Page(100));

        pages.Find(Of("/", s_new), out var late, out var isFirstNow).ShouldBeNull();
        isFirstNow.ShouldBeTrue();
        late!.Page.Number.ShouldBe(2);
    }

    static void Keep(KeptPages pages, string address, (string Stamp, long Number) state, RenderedPage page)
    {
        pages.Find(Of(address, state), out var rendering, out var isFirst).ShouldBeNull();
        isFirst.ShouldBeTrue();
        pages.End(rendering!, page);
    }

    static PageOfState Of(string address, (string Stamp, long Number) state) => new(address, state.Stamp, state.Number);

    static RenderedPage Page(int bytes) => new("text/html", "", "tag", new byte[bytes]);
}
