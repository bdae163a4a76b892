using ApiSnoop.Web.Keeping;

namespace ApiSnoop.Web.Tests.Keeping;

public class StoreLooksTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_state_has_a_new_number_only_when_something_changed()
    {
        var stamp = "one";
        var looks = new StoreLooks(() => stamp);
        var first = await looks.Now();
        (await looks.Now()).ShouldBeSameAs(first);

        stamp = "two";
        var second = await looks.Now();

        second.Number.ShouldBeGreaterThan(first.Number);
        second.Hash.ShouldNotBe(first.Hash);
    }

    [Fact]
    public async Task One_look_serves_all_who_asked_before_it_began_and_none_who_asked_later()
    {
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var looked = 0;
        var looks = new StoreLooks(() =>
        {
            var number = Interlocked.Increment(ref looked);
            begun.Release();
            goOn.Wait(Stop);
            return number.ToString("D", null);
        });
        var first = Task.Run(() => looks.Now().AsTask(), Stop);
        await begun.WaitAsync(Stop);
        // The look that is under way may have passed what has changed since.
        var others = Enumerable.Range(0, 20).Select(_ => looks.Now().AsTask()).ToList();
        goOn.Release(2);

        (await first).Number.ShouldBe(1);
        (await Task.WhenAll(others)).ShouldAllBe(s => s.Number == 2);
        looked.ShouldBe(2);
    }

    [Fact]
    public async Task A_look_that_fails_is_told_to_those_who_asked_and_is_tried_again()
    {
        var fails = true;
        var looks = new StoreLooks(() => fails ? throw new IOException("no disk") : "fine");
        await Should.ThrowAsync<IOException>(async () => await looks.Now());

        fails = false;

        (await looks.Now()).Number.ShouldBe(1);
    }
}
