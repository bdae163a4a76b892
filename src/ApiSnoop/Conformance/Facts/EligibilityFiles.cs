using System.Collections.Frozen;
using ApiSnoop.Catalog.Facts;

namespace ApiSnoop.Conformance.Facts;

/// <summary>The files of operations that need no conformance test.</summary>
static class EligibilityFiles
{
    /// <summary>The file of operations that cannot have one.</summary>
    public const string Ineligible = "ineligible.tsv";

    /// <summary>The file of operations that need none yet.</summary>
    public const string Pending = "pending.tsv";

    /// <summary>The lists of a folder; for a file that it lacks those of other lists.</summary>
    public static EligibilityLists In(string folder, EligibilityLists otherwise) => new(
        FactRows.In(folder, Ineligible) is { } ineligible
            ? ineligible.ToFrozenDictionary(c => c[0], c => new Ineligibility(c[0], c[1], c[2]), StringComparer.Ordinal)
            : otherwise.Ineligible,
        FactRows.In(folder, Pending) is { } pending
            ? pending.Select(c => c[0]).ToFrozenSet(StringComparer.Ordinal)
            : otherwise.Pending);

    /// <summary>Writes the ineligible list.</summary>
    public static void WriteIneligible(string folder, IEnumerable<Ineligibility> operations) => FactRows.Write(
        folder, Ineligible, "#operation\treason\tlink", operations
            .OrderBy(o => o.OperationId, StringComparer.Ordinal)
            .Select(o => $"{TsvCell.Escape(o.OperationId)}\t{TsvCell.Escape(o.Reason)}\t{TsvCell.Escape(o.Link)}"));

    /// <summary>Writes the pending list.</summary>
    public static void WritePending(string folder, IEnumerable<string> operationIds) => FactRows.Write(
        folder, Pending, "#operation", operationIds.Order(StringComparer.Ordinal).Select(TsvCell.Escape));
}
