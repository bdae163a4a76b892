using ApiSnoop.Catalog;

namespace ApiSnoop.Certification.Rules;

/// <summary>How long an operation is there, and who says so.</summary>
/// <param name="Kind">What is promised.</param>
/// <param name="EndsIn">The first release that lacks it, or by the policy may; null unless it ends.</param>
/// <param name="By">Who says so.</param>
/// <param name="Rule">The rule that says so.</param>
public sealed record Guarantee(GuaranteeKind Kind, ReleaseVersion? EndsIn, Basis By, Rule Rule)
{
    /// <summary>Such as <c>kept in every 1.x</c> or <c>gone in 1.25 (catalog)</c>.</summary>
    public string Words => Kind switch
    {
        GuaranteeKind.Kept => "kept in every 1.x",
        GuaranteeKind.None => "no rule covers it",
        _ when By == Basis.Policy => $"may be gone in {EndsIn} (policy)",
        _ => $"gone in {EndsIn} ({By.Text()})",
    };
}

/// <summary>The words for who says so.</summary>
public static class BasisText
{
    /// <summary>The word.</summary>
    public static string Text(this Basis basis) => basis switch
    {
        Basis.Catalog => "catalog",
        Basis.Server => "server",
        Basis.Table => "table",
        _ => "policy",
    };
}
