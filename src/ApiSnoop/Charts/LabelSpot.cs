namespace ApiSnoop.Charts;

/// <summary>A straight or bent line that has room for a label.</summary>
/// <param name="Length">The room along the text.</param>
/// <param name="Thickness">The room across the text.</param>
/// <param name="Transform">Moves a straight label to its place; empty for a bent one.</param>
/// <param name="Baseline">The path of a bent label; empty for a straight one.</param>
/// <param name="Anchor">Where the text hangs: <c>start</c>, <c>middle</c> or <c>end</c>.</param>
/// <param name="Whole">Whether this place is only good for a label that fits as a whole.</param>
internal readonly record struct LabelSpot(
    double Length, double Thickness, string Transform, string Baseline, string Anchor, bool Whole);
