using ApiSnoop.Recording;
using ApiSnoop.Web.Keeping;

namespace ApiSnoop.Web.Tests.Keeping;

public class StoreLooksTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_state_has_a_new_number_only_when_something_changed()
    {
        var stamp = "one";
        var looks = new StoreLooks(() => new([], stamp), TimeProvider.System);
        var first = await looks.Now();
        (await looks.Now()).ShouldBeSameAs(first);

        stamp = "two";
        var second = await looks.Now();

        second.Number.ShouldBeGreaterThan(first.Number);
        second.Hash.ShouldNotBe(first.Hash);
    }

    [Fact]
    public async Task Three_changes_within_two_seconds_are_often_and_no_longer_so_when_time_has_passed()
    {
        var (clock, stamp) = (new StoppedClock(), 0);
        var looks = new StoreLooks(() => new([], $"{stamp}"), clock);
        for (stamp = 1; stamp <= 5; stamp++)
        {
            clock.Seconds = stamp;
            await looks.Now();
            looks.ChangesOften.ShouldBeFalse($"one change a second, {stamp} of them");
        }

        for (stamp = 10; stamp <= 11; stamp++) await looks.Now();
        looks.ChangesOften.ShouldBeTrue();
        clock.Seconds = 6;
        await looks.Now();
        looks.ChangesOften.ShouldBeTrue();
        clock.Seconds = 7;
        looks.ChangesOften.ShouldBeFalse();
    }

    [Fact]
    public async Task A_look_that_finds_three_loads_to_have_ended_finds_three_changes()
    {
        var (clock, cube) = (new StoppedClock(), "1");
        string[] changed = ["bank", "shop"];
        var looks = new StoreLooks(
            () => new([.. new[] { "bank", "dns", "shop" }.Select(a =>
                new RecordingMark(a, RecordingKind.App, changed.Contains(a) ? cube : "0"))], ""),
            clock);
        await looks.Now();
        clock.Seconds = 10;
        cube = "2";
        await looks.Now();
        looks.ChangesOften.ShouldBeFalse("two of them ended");

        clock.Seconds = 20;
        (cube, changed) = ("3", ["bank", "dns", "shop"]);
        await looks.Now();

        looks.ChangesOften.ShouldBeTrue();
        clock.Seconds = 22;
        looks.ChangesOften.ShouldBeFalse();
    }

    [Fact]
    public void A_page_about_one_recording_changes_with_it_with_the_runs_and_with_the_names_and_kinds_of_others()
    {
        RecordingMark shop = new("shop", RecordingKind.App, "1"), other = new("other", RecordingKind.App, "2"),
            run = new("e2e", RecordingKind.Run, "3");
        var before = About(shop, other, run);

        About(shop, other with { CubeFile = "4" }, run).ShouldBe(before);
        About(shop with { CubeFile = "4" }, other, run).ShouldNotBe(before);
        About(shop, other, run with { CubeFile = "4" }).ShouldNotBe(before);
        About(shop, other with { Kind = RecordingKind.Run }, run).ShouldNotBe(before);
        About(shop, other with { App = "renamed" }, run).ShouldNotBe(before);
        About(shop, run).ShouldNotBe(before);

        static string About(params RecordingMark[] recordings) => new StoreMarks([.. recordings], "").About("shop");
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
            return new([], number.ToString("D", null));
        }, TimeProvider.System);
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
        var looks = new StoreLooks(() => fails ? throw new IOException("no disk") : new([], "fine"), TimeProvider.System);
        await Should.ThrowAsync<IOException>(async () => await looks.Now());

        fails = false;

        (await looks.Now()).Number.ShouldBe(1);
    }
}
