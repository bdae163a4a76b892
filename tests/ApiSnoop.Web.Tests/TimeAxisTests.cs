using ApiSnoop.Recording;
using ApiSnoop.Web.Components.Pages.Tests;

namespace ApiSnoop.Web.Tests;

public sealed class TimeAxisTests
{
    static readonly DateTimeOffset s_start = new(2026, 11, 23, 15, 12, 0, TimeSpan.Zero);

    static RecordedCall Call(double? seconds, int code = 200) =>
        new(seconds is { } s ? s_start.AddSeconds(s) : null, null, null, "get", code, "/api", "");

    [Fact]
    public void Calls_stand_where_their_time_is_between_the_first_and_the_last()
    {
        var axis = TimeAxis.Of([Call(0), Call(5), Call(5, 404), Call(10), Call(null)]);
        axis.Length.ShouldBe(TimeSpan.FromSeconds(10));
        axis.Steps.ShouldBe([new(0, 1, 0), new(100, 2, 1), new(199, 1, 0)]);
        axis.Most.ShouldBe(2);
    }

    [Fact]
    public void Without_two_times_there_is_no_axis()
    {
        TimeAxis.Of([]).Steps.ShouldBeEmpty();
        TimeAxis.Of([Call(3)]).Steps.ShouldBeEmpty();
        TimeAxis.Of([Call(3), Call(3)]).Steps.ShouldBeEmpty();
        TimeAxis.Of([Call(null), Call(null)]).Steps.ShouldBeEmpty();
    }
}
