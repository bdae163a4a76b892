using ApiSnoop.Charts;

namespace ApiSnoop.Tests.Charts;

public sealed class ChartLayoutTests
{
    private static ChartLayout Layout(Slice root, params string[] zoom) =>
        ChartLayout.Of(root, new ChartOptions { Zoom = [.. zoom] });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_ring_makes_a_full_circle(int ring) =>
        Layout(SliceSamples.Large(900)).All().Where(placed => placed.Ring == ring).Sum(placed => placed.Share).ShouldBe(1, 1e-9);

    [Fact]
    public void Children_lie_inside_the_span_of_their_parent()
    {
        foreach (var parent in Layout(SliceSamples.Large(900)).All().Where(placed => !placed.IsLeaf))
        {
            parent.Children[0].Start.ShouldBe(parent.Start, 1e-9);
            parent.Children.Sum(child => child.Share).ShouldBe(parent.Share, 1e-9);
        }
    }

    [Fact]
    public void Slices_follow_each_other_clockwise_in_the_order_of_the_tree()
    {
        var leaves = Layout(SliceSamples.Small).All().Where(placed => placed.IsLeaf).ToList();

        leaves.Select(placed => placed.Slice).ShouldBe(SliceTree.Leaves(SliceSamples.Small));
        leaves.Select(placed => placed.Start).ShouldBe(Enumerable.Range(0, 6).Select(i => i / 6.0), 1e-9);
    }

    [Fact]
    public void Every_endpoint_has_the_same_share() =>
        Layout(SliceSamples.Large(900)).All().Where(placed => placed.IsLeaf)
            .ShouldAllBe(placed => Math.Abs(placed.Share - (1 / 900.0)) < 1e-12);

    [Fact]
    public void Zooming_lets_a_category_fill_the_circle()
    {
        var layout = Layout(SliceSamples.Small, "stable", "core");

        layout.Zoomed.Key.ShouldBe("core");
        layout.Height.ShouldBe(1);
        layout.Rings.Select(placed => placed.Share).ShouldAllBe(share => share == 0.25);
        layout.Rings.ShouldAllBe(placed => placed.Colour == ChartPalette.Category("core"));
    }

    [Fact]
    public void Zooming_to_an_endpoint_draws_it_as_the_whole()
    {
        var layout = Layout(SliceSamples.Small, "stable", "core", "listCoreV1Node");

        layout.Rings.Single().Share.ShouldBe(1);
        layout.Rings.Single().Colour.ShouldBe(ChartPalette.Category("core"));
    }

    [Fact]
    public void A_path_that_does_not_exist_ends_where_it_leaves_the_tree()
    {
        SliceTree.Resolve(SliceSamples.Small, ["stable", "nonsense", "x"]).Length.ShouldBe(2);
        Layout(SliceSamples.Small, "stable", "nonsense").Zoomed.Key.ShouldBe("stable");
    }

    [Theory]
    [InlineData(ChartShape.Sunburst)]
    [InlineData(ChartShape.Icicle)]
    public void Edges_grow_outwards_whatever_the_height(ChartShape shape)
    {
        foreach (var height in Enumerable.Range(0, 6))
        {
            var edges = ChartGeometry.Of(shape).Edges(height);
            edges.Length.ShouldBe(Math.Max(2, height + 1));
            edges.Zip(edges.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
        }
    }

    [Fact]
    public void An_empty_tree_is_no_accident()
    {
        var empty = new Slice("", "", "", 0, 0, 0, 0, SliceState.Untested, []);

        ChartSvg.ToText(empty, new ChartOptions()).ShouldContain("0 / 0 tested");
    }
}
