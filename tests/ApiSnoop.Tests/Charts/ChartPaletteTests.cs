using ApiSnoop.Charts;

namespace ApiSnoop.Tests.Charts;

public sealed class ChartPaletteTests
{
    private static readonly string[] _unknown = [.. Enumerable.Range(0, 500).Select(i => $"category{i}.example.com")];

    [Fact]
    public void A_category_always_has_the_same_colour()
    {
        ChartPalette.Category("core").ToString().ShouldBe("#3e76e2");
        ChartPalette.Category("widgets.example.com").ShouldBe(ChartPalette.Category("widgets.example.com"));
    }

    [Fact]
    public void Known_categories_have_colours_of_their_own()
    {
        ChartPalette.KnownCategories.Count.ShouldBeGreaterThanOrEqualTo(30);
        ChartPalette.KnownCategories.Select(ChartPalette.Category).ShouldBeUnique();
    }

    [Fact]
    public void Unknown_categories_spread_over_many_colours() =>
        _unknown.Select(ChartPalette.Category).Distinct().Count().ShouldBeGreaterThan(250);

    [Fact]
    public void Every_colour_stands_out_from_the_paper_of_both_themes()
    {
        string[] levels = ["stable", "beta", "alpha"];
        var colours = ChartPalette.KnownCategories.Concat(_unknown).Select(ChartPalette.Category).Concat(levels.Select(ChartPalette.Level));

        foreach (var colour in colours)
        {
            Rgb.Contrast(colour, ChartPalette.LightPaper).ShouldBeGreaterThanOrEqualTo(3, colour.ToString());
            Rgb.Contrast(colour, ChartPalette.DarkPaper).ShouldBeGreaterThanOrEqualTo(3, colour.ToString());
        }
    }

    [Fact]
    public void Labels_can_be_read_on_every_colour()
    {
        foreach (var colour in ChartPalette.KnownCategories.Concat(_unknown).Select(ChartPalette.Category))
            Rgb.Contrast(colour, ChartPalette.TextOn(colour)).ShouldBeGreaterThanOrEqualTo(3, colour.ToString());
    }

    [Theory]
    [InlineData(0x000000, 0xffffff, 21)]
    [InlineData(0xffffff, 0xffffff, 1)]
    [InlineData(0x777777, 0xffffff, 4.48)]
    public void Contrast_is_that_of_WCAG(int one, int other, double ratio)
    {
        Rgb.Contrast(new(one), new(other)).ShouldBe(ratio, 0.01);
        Rgb.Contrast(new(other), new(one)).ShouldBe(ratio, 0.01);
    }
}
