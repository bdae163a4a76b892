using System.Globalization;
using System.Text;
using ApiSnoop.Audit.Reading;
using CsCheck;

namespace ApiSnoop.Tests.Audit;

/// <summary>The clock remembers days and minutes between calls, so each test asks it more than once.</summary>
public class AuditClockTests
{
    [Fact]
    public void It_agrees_with_the_framework_whatever_it_was_asked_before()
    {
        var time = Gen.Select(
            Gen.DateTime[new DateTime(1900, 1, 1), new DateTime(2100, 1, 1)], Gen.Int[0, 9], Gen.OneOf("Z", "z", "+02:00", "-0530", ""));
        var near = Gen.Select(Gen.Int[0, 180_000_000], Gen.Const(6), Gen.Const("Z"))
            .Select(t => (new DateTime(2026, 11, 23, 15, 11, 0).AddTicks(t.Item1 * 10L), t.Item2, t.Item3));
        Gen.OneOf(time, near).List[1, 20].Sample(times =>
        {
            var clock = new AuditClock();
            foreach (var (at, digits, zone) in times)
            {
                var text = at.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)
                    + (digits == 0 ? "" : "." + at.ToString("fffffff00", CultureInfo.InvariantCulture)[..digits]) + zone;
                clock.Micros(Encoding.UTF8.GetBytes(text)).ShouldBe(Expected(text), text);
            }
        }, iter: 5_000);
    }

    [Theory]
    [InlineData("2026-11-23T15:12:5x.492122Z")]
    [InlineData("2026-11-23T15:12:00.49212xZ")]
    [InlineData("2026-11-23T15:12:00.4921:2Z")]
    [InlineData("2026-11-23T15:12:61.492122Z")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0:00.492122Z")]
    public void What_is_no_time_gives_the_same_after_a_good_one_as_alone(string text)
    {
        var alone = new AuditClock().Micros(Encoding.UTF8.GetBytes(text));
        var clock = new AuditClock();

        clock.Micros("2026-11-23T15:12:00.492122Z"u8);

        clock.Micros(Encoding.UTF8.GetBytes(text)).ShouldBe(alone);
    }

    [Fact]
    public void A_leap_second_does_not_move_its_minute()
    {
        var clock = new AuditClock();

        var leap = clock.Micros("2016-12-31T23:59:60.000000Z"u8);
        var before = clock.Micros("2016-12-31T23:59:59.000000Z"u8);

        (leap - before).ShouldBe(1_000_000);
    }

    static long Expected(string text) =>
        (long)Math.Floor(
            (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - DateTimeOffset.UnixEpoch).Ticks / (
                decimal)TimeSpan.TicksPerMicrosecond);
}
