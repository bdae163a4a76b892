namespace ApiSnoop.Catalog;

/// <summary>What to call instead of an operation that ends, or that a better version of its API serves too.</summary>
/// <param name="GroupVersion">
/// The group and version to move to, such as <c>policy/v1</c>; <c>v1</c> for core; empty when no API is it.
/// </param>
/// <param name="Operation">The operation there that does the same; null when none does, or no API is it.</param>
/// <param name="Since">The first known release that serves it; null where there is no operation.</param>
/// <param name="Instead">What to use when no API takes its place; empty otherwise.</param>
/// <param name="Source">Where it is said, for what the catalog cannot tell by itself; else empty.</param>
public sealed record Replacement(string GroupVersion, Operation? Operation, ReleaseVersion? Since, string Instead, string Source)
{
    /// <summary>What takes the place of an operation, or null when nothing is known to.</summary>
    /// <remarks>
    /// The same method and path in a better version of the same group, as the catalog of releases has it; else what
    /// <c>moves.tsv</c> says of resources that went to another group, or went.
    /// </remarks>
    public static Replacement? Of(Operation operation) => Replacements.Shipped.Find(operation);

    /// <summary>Such as <c>use policy/v1, served since 1.21</c>.</summary>
    public string Words => GroupVersion.Length == 0 ? $"instead: {Instead}"
        : Since is null ? $"use {GroupVersion}"
        : $"use {GroupVersion}, served since {Since}{(Since == KubernetesCatalog.Shipped.Versions[0] ? " or earlier" : "")}";
}
