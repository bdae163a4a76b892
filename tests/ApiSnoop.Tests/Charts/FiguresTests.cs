using ApiSnoop.Charts;

namespace ApiSnoop.Tests.Charts;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(198, 958, "20.7%")]
    [InlineData(351, 862, "40.7%")]
    [InlineData(5, 100, "5.00%")]
    [InlineData(1, 862, "0.116%")]
    [InlineData(0, 862, "0%")]
    [InlineData(862, 862, "100%")]
    [InlineData(99_999, 100_000, "99.9%")]
    [InlineData(1, 1_000_000, "0.001%")]
    [InlineData(0, 0, "–")]
    public void A_brief_share_has_three_digits_and_never_claims_all_or_nothing(int part, int whole, string text) =>
        Figures.Brief(part, whole).ShouldBe(text);

    [Theory]
    [InlineData(1, 3, "33.33%")]
    [InlineData(999_999, 1_000_000, "99.99%")]
    public void An_exact_share_has_two_decimals(int part, int whole, string text) =>
        Figures.Exact(part, whole).ShouldBe(text);
}
