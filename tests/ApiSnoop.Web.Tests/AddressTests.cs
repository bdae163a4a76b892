using System.Net;
using AngleSharp.Html.Parser;

namespace ApiSnoop.Web.Tests;

/// <summary>What an address asks for and nobody knows is said; an answer with everything would pass for it.</summary>
public sealed class AddressTests(RunningServer server) : IClassFixture<RunningServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/untested?app=nosuch", "There is no app nosuch.")]
    [InlineData("/tests?run=nosuch", "There is no app nosuch.")]
    [InlineData("/untested?run=shop", "shop is no test run.")]
    [InlineData("/endpoints?preset=nosuch", "There is no preset nosuch")]
    [InlineData("/e2e?view=pie", "There is no view pie: there are sunburst, icicle, table.")]
    [InlineData("/e2e?levle=stable", "Nothing is called levle in an address here; level is.")]
    [InlineData("/apps/shop?user_agent=kubectl", "Nothing is called user_agent in an address here; user-agent is.")]
    [InlineData("/compare?a=e2e&b=shop&show=gone", "There is no kind of change gone")]
    public async Task A_link_that_means_nothing_says_so(string path, string words)
    {
        var answer = await server.Http.GetAsync(path, Stop);

        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(words);
    }

    [Theory]
    [InlineData("/untested")]
    [InlineData("/endpoints")]
    [InlineData("/popularity")]
    [InlineData("/tests")]
    public async Task A_page_of_a_run_that_there_is_not_shows_the_usual_one(string path)
    {
        async Task<string> Tables(string address) => string.Join('\n',
            new HtmlParser().ParseDocument(await server.Http.GetStringAsync(address, Stop)).QuerySelectorAll("table tbody")
                .Select(t => t.TextContent));

        var usual = await Tables(path);

        usual.ShouldNotBeEmpty();
        (await Tables(path + "?run=nosuch")).ShouldBe(usual);
        (await server.Http.GetStringAsync(path + "?run=nosuch", Stop)).ShouldNotContain("No test run is loaded");
    }

    [Theory]
    [InlineData("/e2e?level=stable&sort=requests&dir=desc&rows=all&sort.categories=level")]
    [InlineData("/untested?app=shop&unused=true&discovery=true&verb=list")]
    [InlineData("/compare?a=e2e&b=shop&show=added&all=true")]
    public async Task A_link_that_means_something_is_not_doubted(string path) =>
        (await server.Http.GetStringAsync(path, Stop)).ShouldNotContain("not understood");

    [Theory]
    [InlineData("/endpoints?levle=stable&format=csv", HttpStatusCode.BadRequest)]
    [InlineData("/export/endpoints.csv?levle=stable", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/untested?levle=stable", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/recordings?level=stable", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/untested?level=stable&app=shop&discovery=true", HttpStatusCode.OK)]
    [InlineData("/api/v1/tests/one?name=%5Bsig-node%5D%20Pods%20should%20be%20looked%20at", HttpStatusCode.OK)]
    public async Task A_file_or_an_answer_refuses_a_name_that_nobody_knows(string path, HttpStatusCode status) =>
        (await server.Http.GetAsync(path, Stop)).StatusCode.ShouldBe(status);
}
