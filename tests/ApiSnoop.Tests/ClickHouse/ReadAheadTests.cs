using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>Which recordings come along with one that is asked for.</summary>
public class ReadAheadTests
{
    readonly ReadAhead _ahead = new();
    readonly SortedSet<string> _lacking = new(StringComparer.Ordinal);

    [Fact]
    public void Who_goes_through_all_in_their_order_gets_more_and_more_of_those_that_come_next()
    {
        for (var i = 0; i < 1000; i++) _lacking.Add($"app-{i:D4}");

        var asked = AskForAll([.. _lacking]);

        asked.ShouldBeInRange(8, 20);
        _lacking.ShouldBeEmpty();
    }

    [Fact]
    public void Who_asks_for_one_app_in_each_cluster_gets_that_app_and_nothing_else()
    {
        string[] apps = ["dns", "shop", "zeta"];
        foreach (var cluster in Enumerable.Range(0, 200)) _lacking.UnionWith(apps.Select(a => $"c{cluster:D3}/{a}"));

        var asked = AskForAll([.. _lacking.Where(a => a.EndsWith("/shop", StringComparison.Ordinal))]);

        asked.ShouldBeInRange(5, 12);
        _lacking.Count.ShouldBe(400);
        _lacking.ShouldNotContain(a => a.EndsWith("/shop", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_here_already_is_passed_over()
    {
        for (var i = 0; i < 200; i += 1 + (i % 3)) _lacking.Add($"app-{i:D4}");
        List<string> all = [.. Enumerable.Range(0, 200).Select(i => $"app-{i:D4}")];
        var lacking = _lacking.Count;

        AskForAll([.. _lacking], all: all).ShouldBeInRange(5, 10);

        lacking.ShouldBeGreaterThan(60);
        _lacking.ShouldBeEmpty();
    }

    [Fact]
    public void Who_asks_for_one_and_another_gets_these_alone()
    {
        for (var i = 0; i < 100; i++) _lacking.Add($"app-{i:D4}");

        AskForAll(["app-0010", "app-0050", "app-0040", "app-0090"]).ShouldBe(4);

        _lacking.Count.ShouldBe(96);
    }

    [Fact]
    public void No_more_come_along_than_an_answer_may_hold()
    {
        for (var i = 0; i < 50; i++) _lacking.Add($"app-{i:D4}");

        AskForAll([.. _lacking], requests: 400_000).ShouldBeInRange(25, 50);
    }

    /// <returns>How often something had to be asked for.</returns>
    int AskForAll(IReadOnlyList<string> apps, long requests = 10, IReadOnlyList<string>? all = null)
    {
        var asked = 0;
        all ??= [.. _lacking];
        Manifest Facts(string app) => new() { App = app, Release = "1.36", Requests = requests };
        foreach (var app in apps)
        {
            if (!_lacking.Contains(app)) continue;
            asked++;
            var along = _ahead.After(Facts(app), all, a => _lacking.Contains(a) ? Facts(a) : null);
            along.ShouldNotContain(a => a.App == app);
            _lacking.Remove(app);
            foreach (var next in along) _lacking.Remove(next.App).ShouldBeTrue();
        }

        return asked;
    }
}
