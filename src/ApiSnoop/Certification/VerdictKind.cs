namespace ApiSnoop.Certification;

/// <summary>What is said of an app; the numbers are the exit codes.</summary>
public enum VerdictKind : byte
{
    /// <summary>It may be certified.</summary>
    Certified = 0,

    /// <summary>There is no verdict: not enough was seen.</summary>
    NotEnoughSeen = 3,

    /// <summary>Something in use is below the required level.</summary>
    BelowLevel = 10,

    /// <summary>Something in use ends after the target.</summary>
    Ends = 11,

    /// <summary>Something in use is gone in the target.</summary>
    Gone = 12,
}

/// <summary>The words for verdicts.</summary>
public static class VerdictText
{
    /// <summary>The verdict in a few words.</summary>
    public static string Text(this VerdictKind kind) => kind switch
    {
        VerdictKind.Certified => "certified",
        VerdictKind.NotEnoughSeen => "not enough seen",
        VerdictKind.BelowLevel => "below the required level",
        VerdictKind.Ends => "ends",
        _ => "gone in the target",
    };

    /// <summary>The exit code of a command that judged several: the greatest end; no verdict only where there is none of them.</summary>
    public static VerdictKind Worst(IEnumerable<VerdictKind> kinds) => kinds.DefaultIfEmpty(VerdictKind.NotEnoughSeen).Max();
}
