namespace ApiSnoop.Recording.Counts;

/// <summary>The tables of a load that give small numbers to what cells and rows are about.</summary>
internal sealed class Dimensions(TargetTable targets)
{
    public TargetTable Targets { get; } = targets;
    public TextTable Agents { get; } = new(200_000);
    public TextTable Users { get; } = new(200_000);
    public TextTable Namespaces { get; } = new(200_000);
    public TextTable Verbs { get; } = new(200);

    /// <summary>Names of query parameters, as sent and joined by ampersands.</summary>
    public TextTable Parameters { get; } = new(50_000);
}
