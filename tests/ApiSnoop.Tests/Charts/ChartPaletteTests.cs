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
    public void A_level_is_never_taken_for_a_category_or_for_another_level()
    {
        Rgb[] levels = [.. new[] { "stable", "beta", "alpha" }.Select(ChartPalette.Level)];

        foreach (var level in levels)
        {
            foreach (var category in ChartPalette.KnownCategories.Concat(_unknown).Select(ChartPalette.Category))
                Vividness(category).ShouldBeGreaterThan(Vividness(level) + 30, $"{level} beside {category}");
            levels.Count(other => Difference(level, other) < 40).ShouldBe(1, level.ToString());
        }
    }

    /// <summary>How far a colour is from grey.</summary>
    private static int Vividness(Rgb colour) => Parts(colour).Max() - Parts(colour).Min();

    private static double Difference(Rgb one, Rgb other) =>
        Math.Sqrt(Parts(one).Zip(Parts(other), (a, b) => Math.Pow(a - b, 2)).Sum());

    private static int[] Parts(Rgb colour) => [colour.Value >> 16, colour.Value >> 8 & 255, colour.Value & 255];

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
