using ApiSnoop.Filtering;

namespace ApiSnoop.Tests.Filtering;

public class RecordingFilterTests
{
    [Theory]
    [InlineData("2026-11-23", "2026-11-23T23:59:59.9999999Z")]
    [InlineData("9999-12-31", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2026-11-23T15:00:00Z", "2026-11-23T15:00:00Z")]
    [InlineData("2026-11-23 15:00", "2026-11-23T15:00:00Z")]
    public void A_date_as_an_end_is_its_whole_day(string text, string end) =>
        Parse("until", text).Until.ShouldBe(DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_date_as_a_start_begins_with_its_first_moment() =>
        Parse("since", "2026-11-23").Since.ShouldBe(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_filter_in_an_address_is_read_back_as_it_was()
    {
        var filter = RecordingFilter.Parse(
        [
            new("user-agent", "-curl/*"), new("service-account", "/shop:.*/"), new("test-tag", "[Conformance]"), new("until", "2026-11-23"),
                new("outcome", "refused"),
        ]);

        var again = RecordingFilter.Parse(filter.ToQuery());

        again.ToQuery().ShouldBe(filter.ToQuery());
        again.Until.ShouldBe(filter.Until);
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("*")]
    [InlineData("-shop*")]
    public void A_service_account_without_a_colon_is_refused_in_words(string pattern) =>
        Should.Throw<FormatException>(() => Parse("service-account", pattern)).Message.ShouldContain("NAMESPACE:NAME");

    static RecordingFilter Parse(string name, string value) => RecordingFilter.Parse([new(name, value)]);
}
