using ApiSnoop.Web.Addresses;

namespace ApiSnoop.Web.Tests;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("shop")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("%2F")]
    [InlineData("~")]
    [InlineData("~2F")]
    [InlineData("a b\\c\n\0")]
    [InlineData("Äpfel 🍎")]
    public void Any_text_comes_back_from_a_path(string text)
    {
        var segment = PathText.Escape(text);
        segment.ShouldNotContain('/');
        PathText.Unescape(Uri.UnescapeDataString(segment)).ShouldBe(text);
    }

    [Fact]
    public void What_is_no_escape_stands_for_itself() => PathText.Unescape("a~b").ShouldBe("a~b");
}
