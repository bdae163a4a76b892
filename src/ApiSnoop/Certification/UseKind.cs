namespace ApiSnoop.Certification;

/// <summary>What it means that an app called an operation.</summary>
public enum UseKind : byte
{
    /// <summary>The app depends on it.</summary>
    InUse,

    /// <summary>It was tried in vain, and that was tolerated (AS-013).</summary>
    Attempted,

    /// <summary>It is what every client walks through (AS-001).</summary>
    Discovery,
}

/// <summary>The words for uses.</summary>
public static class UseText
{
    /// <summary>The word.</summary>
    public static string Text(this UseKind use) => use switch
    {
        UseKind.InUse => "in use",
        UseKind.Attempted => "attempted",
        _ => "discovery",
    };
}
