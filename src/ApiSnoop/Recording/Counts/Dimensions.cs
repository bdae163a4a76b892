namespace ApiSnoop.Recording.Counts;

/// <summary>The tables of a load that give small numbers to what cells and rows are about.</summary>
internal sealed class Dimensions(TargetTable targets)
{
    public TargetTable Targets { get; } = targets;
    public TextTable Agents { get; } = new(200_000);
    /// <summary>Users, those who made requests in another's name among them.</summary>
    public TextTable Users { get; } = new(200_000);
    public TextTable Namespaces { get; } = new(200_000);
    public TextTable Verbs { get; } = new(200);

    /// <summary>What servers say of the end of API versions: a release each, of which there are few.</summary>
    public TextTable Deprecations { get; } = new(60);

    /// <summary>Names of query parameters, as sent and joined by ampersands.</summary>
    public TextTable Parameters { get; } = new(50_000);
}
