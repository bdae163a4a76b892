using AngleSharp;
using AngleSharp.Dom;

namespace ApiSnoop.Web.Tests;

/// <summary>The filter form says what is an example, what is in force, and what is not.</summary>
public sealed class FilterFormTests(VerdictServer server) : IClassFixture<VerdictServer>
{
    [Fact]
    public async Task Examples_look_like_examples() =>
        (await Page("/e2e")).QuerySelectorAll("form.filters input[placeholder]").Select(i => i.GetAttribute("placeholder"))
            .ShouldAllBe(p => p!.StartsWith("e.g. ", StringComparison.Ordinal));

    [Theory]
    [InlineData("user-agent", "/(/")]
    [InlineData("level", "stabel")]
    [InlineData("since", "yesterday-ish")]
    public async Task A_bad_pattern_stays_in_its_field_and_its_chip_says_that_it_is_not_in_force(string name, string pattern)
    {
        var page = await Page($"/e2e?verb=list&{name}={Uri.EscapeDataString(pattern)}");

        var field = page.QuerySelector($"form.filters [name={name}]")!;
        field.GetAttribute("value").ShouldBe(pattern);
        field.GetAttribute("aria-invalid").ShouldBe("true");
        var chips = page.QuerySelectorAll("[aria-label='Active filters'] .chip");
        chips.Single(c => c.TextContent.Contains(pattern, StringComparison.Ordinal)).TextContent.ShouldContain("not in force");
        chips.Single(c => c.TextContent.Contains("verb list", StringComparison.Ordinal)).TextContent.ShouldNotContain("not in force");
    }

    [Fact]
    public async Task From_a_release_that_lacks_something_to_who_calls_it_is_one_click()
    {
        var page = await Page("/apps/cluster");
        var link = page.QuerySelector("#table-risks a[href*=removed-in]")!.GetAttribute("href")!;

        var gone = await Page(link.Split('#')[0]);

        link.ShouldBe("/apps/cluster?removed-in=1.25#ending");
        gone.QuerySelector("#table-ending-programs tbody tr")!.TextContent.ShouldContain("shop/1.0");
        gone.QuerySelector("#table-ending-programs tbody tr")!.TextContent.ShouldContain("use batch/v1");
        gone.QuerySelector("#table-ending-users tbody tr")!.TextContent.ShouldContain("shop");
    }

    [Fact]
    public async Task Programs_and_accounts_are_links_that_keep_just_them()
    {
        var page = await Page("/apps/cluster");

        var program = page.QuerySelectorAll("#table-programs tbody a").First(a =>
            a.TextContent.Contains("shop/1.0", StringComparison.Ordinal));
        (await Page(program.GetAttribute("href")!)).QuerySelectorAll("#table tbody tr").Length.ShouldBe(1);
        var account = page.QuerySelectorAll("#table-users tbody a").First(a => a.TextContent.Trim() == "shop");
        var ofAccount = await Page(account.GetAttribute("href")!);
        ofAccount.QuerySelector(".headline")!.TextContent.ShouldContain("3 requests that the filter keeps");
    }

    async Task<IDocument> Page(string path)
    {
        var html = await server.Http.GetStringAsync(path, TestContext.Current.CancellationToken);
        return await BrowsingContext.New().OpenAsync(r => r.Content(html), TestContext.Current.CancellationToken);
    }
}
