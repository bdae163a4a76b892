using System.Net;
using System.Text.Json.Nodes;
using AngleSharp;
using AngleSharp.Dom;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports;

namespace ApiSnoop.Web.Tests;

public sealed class CertificationPageTests(VerdictServer server) : IClassFixture<VerdictServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_app_has_a_card_and_a_place_in_the_matrix_and_runs_of_tests_have_none()
    {
        var page = await Get("/certification");

        page.QuerySelectorAll(".grid.apps a.card h2").Select(h => h.TextContent.Trim())
            .ShouldBe(["cluster", "newer", "nobody", "shop", "walker"], ignoreOrder: true);
        page.QuerySelectorAll(".grid.apps a.card").First(c => c.TextContent.Contains("shop")).TextContent
            .ShouldContain("ends in 1.25 (exit code 11)");
        var row = page.QuerySelectorAll("#t-matrix tbody tr, [data-region$=matrix] tbody tr").First(r => r.TextContent.Contains("shop"));
        var states = row.QuerySelectorAll("td").Skip(1).Select(c => c.TextContent.Trim()).ToList();
        states.Take(9).ShouldAllBe(s => s == "ends");
        states.Skip(9).ShouldAllBe(s => s == "breaks");
    }

    [Theory]
    [InlineData("?verdict=certified", "newer")]
    [InlineData("?find=SHO", "shop")]
    [InlineData("?target=1.36&verdict=gone in the target", "cluster shop")]
    [InlineData("?verdict=not enough seen&sort=name", "nobody walker")]
    public async Task Apps_are_found_by_name_verdict_and_target(string query, string apps)
    {
        var page = await Get("/certification" + query.Replace(" ", "%20"));

        page.QuerySelectorAll(".grid.apps a.card h2").Select(h => h.TextContent.Trim()).ShouldBe(apps.Split(' '), ignoreOrder: true);
    }

    [Fact]
    public async Task An_app_s_page_tells_verdict_risks_rules_and_evidence()
    {
        var page = await Get("/certification/shop");

        page.QuerySelector("h1")!.TextContent.Trim().ShouldBe("shop");
        var words = page.QuerySelector("main")!.TextContent;
        words.ShouldContain("level beta: 1 stable, 1 beta, 0 alpha operations");
        words.ShouldContain("gone in 1.25 (catalog)");
        words.ShouldContain("use batch/v1, served since 1.21");
        words.ShouldContain("AS-006");
        words.ShouldContain(RecordingDigest.Of(server.Store.Open("shop")!.Cube));
        page.QuerySelector("img.verdict-card")!.GetAttribute("src").ShouldBe("/certification/shop/card.svg");
    }

    [Fact]
    public async Task Cards_and_badges_are_files()
    {
        (await server.Http.GetStringAsync("/certification/shop/card.svg", Stop)).ShouldStartWith("<svg");
        (await server.Http.GetStringAsync("/certification/shop/badge.svg", Stop)).ShouldContain("beta, until 1.25");
        JsonNode.Parse(await server.Http.GetStringAsync("/badge/shop.json", Stop))!["message"]!.GetValue<string>()
            .ShouldBe("beta, until 1.25");
    }

    [Theory]
    [InlineData("/certification/no-such-app", HttpStatusCode.NotFound)]
    [InlineData("/badge/no-such-app.json", HttpStatusCode.NotFound)]
    [InlineData("/badge/shop.json?target=soon", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_is_said_with_the_right_status(string address, HttpStatusCode status) =>
        (await server.Http.GetAsync(address, Stop)).StatusCode.ShouldBe(status);

    [Fact]
    public async Task Certificates_are_verified_before_they_are_shown()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-certificates-");
        try
        {
            using var key = SigningKey.Generate();
            using var other = SigningKey.Generate();
            Certificates(Path.Combine(folder.FullName, "good"), key);
            Certificates(Path.Combine(folder.FullName, "foreign"), other);
            Certificates(Path.Combine(folder.FullName, "unsigned"), null);
            await using var app = ApiSnoopServer.Build(new()
            {
                Store = server.Store.Location,
                Url = "http://127.0.0.1:0",
                Certificates = folder.FullName,
                CertificateKey = key.PublicPem(),
            });
            await app.StartAsync(Stop);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

            var list = await Parsed(await http.GetStringAsync("/certification", Stop));

            list.QuerySelectorAll("[aria-label=Certificates] tbody tr").Select(r => r.Children[1].TextContent.Trim())
                .ShouldBe(["bad", "in force", "unsigned"], ignoreOrder: true);
            list.QuerySelector("[aria-label=Certificates]")!.TextContent.ShouldContain("it names another key than the one given");
            var page = await Parsed(await http.GetStringAsync("/certification/newer", Stop));
            page.QuerySelectorAll("[aria-label=Certificates] tbody tr").Length.ShouldBe(2, "whose the bad one is cannot be believed");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_app_has_its_logo_on_cards_and_page_if_there_is_a_picture_for_it()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-logos-");
        try
        {
            var png = Convert.FromBase64String(
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
            File.WriteAllBytes(Path.Combine(folder.FullName, "shop.png"), png);
            File.WriteAllText(Path.Combine(folder.FullName, "newer.png"), "<svg onload='alert(1)'/>");
            await using var app = ApiSnoopServer.Build(
                new() { Store = server.Store.Location, Url = "http://127.0.0.1:0", Logos = folder.FullName });
            await app.StartAsync(Stop);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

            var list = await Parsed(await http.GetStringAsync("/certification", Stop));
            list.QuerySelectorAll("img.logo").ShouldHaveSingleItem().GetAttribute("src").ShouldBe("/certification/shop/logo.png");
            (await http.GetByteArrayAsync("/certification/shop/logo.png", Stop)).ShouldBe(png);
            (await http.GetStringAsync("/certification/shop/card.svg", Stop)).ShouldContain(Convert.ToBase64String(png));
            (await Parsed(await http.GetStringAsync("/certification/shop", Stop))).QuerySelectorAll("img.logo").Length.ShouldBe(1);
            foreach (var none in (string[])["newer", "cluster", "no-such-app", "..%2Fshop", "~2E~2E~2Fshop"])
                (await http.GetAsync($"/certification/{none}/logo.png", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound, none);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    void Certificates(string folder, SigningKey? key)
    {
        Directory.CreateDirectory(folder);
        var app = new RecordingShelf(server.Store).Coverage("newer", RecordingFilter.All)!;
        var certificate = new ApiSnoop.Certification.Certificates.Certificate(
            AppVerdict.Of(app, new()), [], "1.0", Evidence.Of(app.Manifest, app.Cube, NoiseRules.Shipped, null), DateTimeOffset.UnixEpoch,
                "0.1.0");
        foreach (var (name, content) in CertificateFiles.Of(certificate, app, key)) File.WriteAllBytes(Path.Combine(folder, name), content);
    }

    async Task<IDocument> Get(string address) => await Parsed(await server.Http.GetStringAsync(address, Stop));

    static async Task<IDocument> Parsed(string html) =>
        await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html), Stop);
}
