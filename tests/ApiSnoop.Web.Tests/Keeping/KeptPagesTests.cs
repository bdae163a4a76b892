using ApiSnoop.Web.Keeping;

namespace ApiSnoop.Web.Tests.Keeping;

public class KeptPagesTests
{
    static readonly StoreState s_old = new(1, "old"), s_new = new(2, "new");

    [Fact]
    public void The_first_who_asks_renders_and_the_others_wait_for_it()
    {
        var pages = new KeptPages(1 << 20);
        pages.Find("/", s_old, out var mine, out var isFirst).ShouldBeNull();
        isFirst.ShouldBeTrue();

        pages.Find("/", s_old, out var same, out var isFirstAgain).ShouldBeNull();

        isFirstAgain.ShouldBeFalse();
        same.ShouldBeSameAs(mine);
        pages.End(mine!, Page(100));
        pages.Find("/", s_old, out var none, out _).ShouldNotBeNull();
        none.ShouldBeNull();
    }

    [Fact]
    public void No_more_bytes_are_kept_than_may_be_and_what_was_not_asked_for_longest_goes_first()
    {
        var pages = new KeptPages(100_000);
        for (var i = 0; i < 50; i++)
        {
            Keep(pages, $"/{i}", s_old, Page(9_000));
            pages.Bytes.ShouldBeLessThanOrEqualTo(100_000);
            pages.Find("/0", s_old, out _, out _).ShouldNotBeNull();
        }

        pages.Find("/49", s_old, out _, out _).ShouldNotBeNull();
        pages.Find("/1", s_old, out _, out _).ShouldBeNull();
    }

    [Fact]
    public void A_page_that_would_drive_out_many_others_is_not_kept()
    {
        var pages = new KeptPages(100_000);
        Keep(pages, "/large", s_old, Page(50_000));
        pages.Find("/large", s_old, out _, out _).ShouldBeNull();
        pages.Bytes.ShouldBe(0);
    }

    [Fact]
    public void A_new_state_forgets_the_pages_of_the_old_one()
    {
        var pages = new KeptPages(1 << 20);
        Keep(pages, "/", s_old, Page(100));

        pages.Find("/", s_new, out var rendering, out var isFirst).ShouldBeNull();

        isFirst.ShouldBeTrue();
        pages.Bytes.ShouldBe(0);
        pages.End(rendering!, Page(200));
        // Who looked at the store before the change is served what came after it.
        pages.Find("/", s_old, out _, out _)!.Plain.Length.ShouldBe(200);
    }

    [Fact]
    public void A_page_that_was_begun_before_a_change_is_not_kept_after_it_and_only_one_is_rendered_at_a_time()
    {
        var pages = new KeptPages(1 << 20);
        pages.Find("/", s_old, out var old, out _);
        pages.Find("/", s_new, out var awaited, out var isFirst);
        isFirst.ShouldBeFalse();
        awaited.ShouldBeSameAs(old);

        pages.End(old!, Page(100));

        pages.Bytes.ShouldBe(0);
        pages.Find("/", s_new, out var late, out var isFirstNow).ShouldBeNull();
        isFirstNow.ShouldBeTrue();
        late!.Number.ShouldBe(s_new.Number);
    }

    static void Keep(KeptPages pages, string address, StoreState state, RenderedPage page)
    {
        pages.Find(address, state, out var rendering, out var isFirst).ShouldBeNull();
        isFirst.ShouldBeTrue();
        pages.End(rendering!, page);
    }

    static RenderedPage Page(int bytes) => new("text/html", "", "tag", new byte[bytes]);
}
