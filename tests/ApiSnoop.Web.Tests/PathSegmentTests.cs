using ApiSnoop.Web.Addresses;

namespace ApiSnoop.Web.Tests;

public sealed class PathSegmentTests
{
    [Theory]
    [InlineData("")]
    [InlineData("shop")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("%2F")]
    [InlineData("~")]
    [InlineData("~2F")]
    [InlineData("*/shop")]
    [InlineData("a b\\c\n\0")]
    [InlineData("Äpfel 🍎")]
    public void Any_text_comes_back_from_a_path(string text)
    {
        var segment = PathSegment.Escape(text);
        segment.ShouldNotContain('/');
        PathSegment.Unescape(Uri.UnescapeDataString(segment)).ShouldBe(text);
    }

    [Fact]
    public void What_is_no_escape_stands_for_itself() => PathSegment.Unescape("a~b").ShouldBe("a~b");
}
