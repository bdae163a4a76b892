using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Conformance.Facts;

namespace ApiSnoop.Certification.Deprecation;

/// <summary>What the shipped table says is deprecated.</summary>
/// <param name="Since">The release that calls it deprecated.</param>
/// <param name="End">The release that no longer serves it, where one was announced.</param>
/// <param name="Source">Who says so.</param>
public sealed record KnownDeprecation(ReleaseVersion Since, ReleaseVersion? End, string Source);

/// <summary>The shipped table of what is deprecated, <c>deprecated.tsv</c>.</summary>
public static class DeprecationTable
{
    static readonly Lazy<Dictionary<(string Group, string Version, string Resource), KnownDeprecation>> s_rows = new(Read);

    /// <summary>Every row: group, version, resource (empty for all of the version), and what is said of it.</summary>
    public static IEnumerable<KeyValuePair<(string Group, string Version, string Resource), KnownDeprecation>> All => s_rows.Value;

    /// <summary>What the table says of an operation, or null.</summary>
    public static KnownDeprecation? Find(Operation operation) => OperationResource.Of(operation) is not { } at
        ? null
        : s_rows.Value.GetValueOrDefault((at.Group, at.Version, at.Resource)) ?? s_rows.Value.GetValueOrDefault((at.Group, at.Version, ""));

    static Dictionary<(string, string, string), KnownDeprecation> Read() => FactRows.Of(ShippedFacts.Read("deprecated.tsv")).ToDictionary(
        r => (r[0], r[1], r[2]),
        r => new KnownDeprecation(FactRows.Version(r[3]), r[4].Length == 0 ? null : FactRows.Version(r[4]), r[5]));
}
