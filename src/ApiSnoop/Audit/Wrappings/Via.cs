namespace ApiSnoop.Audit.Wrappings;

/// <summary>The way on which bytes were come upon.</summary>
/// <param name="Wraps">What was around them.</param>
/// <param name="Layer">How many texts they are inside of.</param>
/// <param name="Depth">How many objects and arrays they are inside of.</param>
/// <param name="IsPlain">Whether a reader of plain logs comes to them, too.</param>
/// <param name="IsCut">Whether they are what is left of something that was cut off.</param>
internal readonly record struct Via(Wraps Wraps, int Layer, int Depth, bool IsPlain, bool IsCut)
{
    /// <summary>At the top of an input.</summary>
    public static Via Top => new(Wraps.None, 0, 0, IsPlain: true, IsCut: false);

    /// <summary>Inside of a text.</summary>
    public Via InText() => this with { Layer = Layer + 1, IsPlain = false };

    /// <summary>Inside of an object or array.</summary>
    public Via Deeper(bool isPlain) => this with { Depth = Depth + 1, IsPlain = IsPlain && isPlain };
}
