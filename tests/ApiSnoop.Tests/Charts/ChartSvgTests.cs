using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ApiSnoop.Charts;

namespace ApiSnoop.Tests.Charts;

public sealed class ChartSvgTests
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    private static string Href(IReadOnlyList<string> path) => "/e2e/" + string.Join('/', path.Select(Uri.EscapeDataString));

    private static XElement Slices(Slice root, ChartOptions options) =>
        XDocument.Parse(ChartSvg.ToText(root, options with { Standalone = true })).Root!
            .Elements(_svg + "g").First(group => (string?)group.Attribute("class") == "slices");

    public static TheoryData<ChartShape, ChartMeaning, string[]> Kinds()
    {
        var kinds = new TheoryData<ChartShape, ChartMeaning, string[]>();
        string[][] zooms = [[], ["stable"], ["stable", "core"], ["stable", "core", "listCoreV1Node"]];
        foreach (var shape in Enum.GetValues<ChartShape>())
        {
            foreach (var meaning in Enum.GetValues<ChartMeaning>())
            {
                foreach (var zoom in zooms)
                    kinds.Add(shape, meaning, zoom);
            }
        }
        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_chart_is_well_formed(ChartShape shape, ChartMeaning meaning, string[] zoom)
    {
        var options = new ChartOptions { Shape = shape, Meaning = meaning, Zoom = [.. zoom], Standalone = true, Title = "T" };

        var root = XDocument.Parse(ChartSvg.ToText(SliceSamples.Small, options)).Root!;

        root.Element(_svg + "title")!.Value.ShouldBe("T");
        root.Attribute("role")!.Value.ShouldBe("img");
        root.Descendants().Attributes("id").Select(id => id.Value).ShouldBeUnique();
    }

    [Theory]
    [InlineData(ChartShape.Sunburst)]
    [InlineData(ChartShape.Icicle)]
    public void Every_endpoint_is_a_slice_and_so_is_every_group(ChartShape shape)
    {
        var slices = Slices(SliceSamples.Large(900), new() { Shape = shape, Href = Href });
        var groups = ChartLayout.Of(SliceSamples.Large(900), new()).All().Count(placed => !placed.IsLeaf);

        slices.Descendants(_svg + "a").Count().ShouldBe(900 + groups);
        slices.Descendants(_svg + "path").ShouldAllBe(path => path.Attribute("d")!.Value.StartsWith('M'));
    }

    [Fact]
    public void A_slice_links_to_its_own_zoom_and_the_hub_to_the_one_above()
    {
        var text = ChartSvg.ToText(SliceSamples.Small, new() { Zoom = ["stable", "core"], Href = Href });

        text.ShouldContain("href=\"/e2e/stable/core/listCoreV1Node\"");
        text.ShouldContain("data-self=\"/e2e/stable/core\"");
        text.ShouldContain("<a class=\"hub\" text-anchor=\"middle\" href=\"/e2e/stable\"><title>Up to stable</title>");
    }

    [Fact]
    public void Without_links_nothing_pretends_to_be_one() =>
        ChartSvg.ToText(SliceSamples.Small, new()).ShouldNotContain("<a");

    [Fact]
    public void Within_a_page_there_is_no_style_that_its_policy_would_refuse() =>
        ChartSvg.ToText(SliceSamples.Small, new() { Href = Href }).ShouldNotContain("style");

    [Fact]
    public void States_differ_in_pattern_as_well_as_in_colour()
    {
        var leaves = Slices(SliceSamples.Small, new() { Zoom = ["stable", "core"], Href = Href }).Elements(_svg + "a").ToList();

        leaves.Select(leaf => (string?)leaf.Attribute("class") ?? (string?)leaf.Attribute("fill")).ShouldBe([null, "url(#c-s0)", "h", "u"]);
    }

    [Fact]
    public void An_app_knows_only_used_and_not_used()
    {
        var text = ChartSvg.ToText(SliceSamples.Small, new() { Meaning = ChartMeaning.AppUsage });

        text.ShouldContain(">endpoints used</text>");
        text.ShouldNotContain("conformance");
        text.ShouldNotContain("url(#");
    }

    [Fact]
    public void The_centre_says_the_share_and_both_numbers()
    {
        var text = ChartSvg.ToText(SliceSamples.Small, new());

        text.ShouldContain(">50.0%</text>");
        text.ShouldContain(">3 / 6 tested</text>");
        text.ShouldContain(">2 for conformance</text>");
    }

    [Fact]
    public void A_title_gives_path_and_numbers()
    {
        var title = Slices(SliceSamples.Small, new()).Elements().First().Descendants(_svg + "title").ElementAt(1).Value;

        title.ShouldBe("stable › core\n2 of 4 endpoints tested (50.00%)\n1 conformance tested (25.00%)\n1,208 requests");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"' onload=alert(1) x='\"")]
    [InlineData("]]><![CDATA[&amp;&#0;")]
    [InlineData("a\u0000\u0008\uFFFE\uD800z")]
    [InlineData("\u202Egnp.exe\u2066")]
    public void Hostile_text_stays_text(string hostile)
    {
        var leaf = SliceSamples.Leaf(hostile, "get " + hostile, SliceState.Tested);
        var tree = SliceSamples.Inner("", [SliceSamples.Inner(hostile, [SliceSamples.Inner(hostile, [leaf, leaf with { Key = "x" }])])]);
        ChartOptions options = new() { Standalone = true, Title = hostile, Href = path => string.Join('/', path) };

        foreach (var zoom in new string[][] { [], [hostile], [hostile, hostile], [hostile, hostile, hostile] })
        {
            var root = XDocument.Parse(ChartSvg.ToText(tree, options with { Zoom = [.. zoom] })).Root!;
            root.Descendants().Select(element => element.Name.LocalName).ShouldNotContain("script");
            root.Descendants().Attributes()
                .ShouldNotContain(attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            root.Value.ShouldNotContain('\u202E');
        }
        XDocument.Parse("<div>" + ChartLegend.ToHtml(tree, options) + "</div>").Descendants("script").ShouldBeEmpty();
    }

    [Fact]
    public void A_label_of_ten_kilobytes_is_cut()
    {
        var leaf = SliceSamples.Leaf("k", new string('x', 10_240), SliceState.Tested);
        var tree = SliceSamples.Inner("", [SliceSamples.Inner("stable", [SliceSamples.Inner(new string('y', 10_240), [leaf])])]);

        ChartSvg.ToText(tree, new() { Standalone = true }).Length.ShouldBeLessThan(8_000);
    }

    [Fact]
    public void Two_thousand_five_hundred_endpoints_stay_light()
    {
        var bytes = Encoding.UTF8.GetBytes(ChartSvg.ToText(SliceSamples.Large(2500), new() { Href = Href }));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);

        packed.Length.ShouldBeLessThan(90_000);
        bytes.Length.ShouldBeLessThan(1_300_000);
    }

    [Fact]
    public void Labels_are_drawn_only_where_they_fit()
    {
        var text = ChartSvg.ToText(SliceSamples.Large(900), new());

        Regex.Count(text, "<text").ShouldBeLessThan(100);
        text.ShouldContain(">stable</textPath>");
    }

    [Fact]
    public void The_legend_counts_the_states_of_what_is_shown()
    {
        var html = ChartLegend.ToHtml(SliceSamples.Small, new() { Zoom = ["stable"] });

        html.ShouldContain("<span class=\"swatch full\"></span>conformance tested <b>2</b>");
        html.ShouldContain("<span class=\"swatch untested\"></span>untested <b>1</b>");
        html.ShouldNotContain("batch");
    }
}
