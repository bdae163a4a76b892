namespace ApiSnoop.Auditing.Policies;

/// <summary>What a policy is for.</summary>
public enum PolicyPurpose : byte
{
    /// <summary>To tell which endpoints tests hit: everything that everybody does.</summary>
    Coverage,

    /// <summary>To tell what apps use: everything but what the cluster's own parts do.</summary>
    App,

    /// <summary>The same as cheaply as it goes.</summary>
    Minimal,
}

/// <summary>Words for what a policy is for.</summary>
public static class PolicyPurposes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<PolicyPurpose>().Select(Text)];

    /// <summary>The purpose in a word.</summary>
    public static string Text(this PolicyPurpose purpose) => purpose switch
    {
        PolicyPurpose.Coverage => "coverage",
        PolicyPurpose.App => "app",
        _ => "minimal",
    };

    /// <summary>The purpose of a word; coverage where it is none.</summary>
    public static PolicyPurpose Parse(string? text) => Enum.GetValues<PolicyPurpose>().FirstOrDefault(p => p.Text() == text);
}
