using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;

namespace ApiSnoop.Reports.Tables;

/// <summary>The catalog's releases and operations as tables.</summary>
public static class CatalogTables
{
    /// <summary>A row a release: its operations by level without the deprecated, and what they were made from.</summary>
    public static Table Releases(KubernetesCatalog catalog) => Table.Of(
        ["release", "date", "paths", "operations", "deprecated", "stable", "beta", "alpha", "conformance tests", "document", "sha256"],
        catalog.Versions.Select(v => Row(v, catalog.Load(v)))).OnlyWide("document", "sha256");

    /// <summary>A row an operation.</summary>
    /// <param name="release">The release.</param>
    /// <param name="group">Only this group (its full name, empty for core), or null for all.</param>
    public static Table Operations(Release release, string? group) => Table.Of(
        ["operation id", "level", "category", "method", "path", "group", "version", "kind", "action", "deprecated", "query parameters"],
        release.Operations.Where(o => group is null || o.Group == group).Select(o => new object?[]
        {
            o.Id, o.Level.Text(), o.Category, o.Method.Text(), o.Path, o.Group, o.Version, o.Kind, o.Action, o.Deprecated,
            string.Join(' ', o.QueryParameters),
        })).OnlyWide("group", "version", "kind", "action", "query parameters");

    /// <summary>A row a change between two releases.</summary>
    public static Table Diff(Release older, Release newer)
    {
        var diff = CatalogDiff.Between(older, newer);
        return Table.Of(
            ["change", "operation id", "level", "method", "path", "before"],
            [
                .. diff.Added.Select(o => Change("added", o, "")),
                .. diff.Removed.Select(o => Change("removed", o, "")),
                .. diff.Promoted.Select(p => Change("promoted", p.To, p.From.Id)),
                .. diff.Deprecated.Select(o => Change("deprecated", o, "")),
            ]);
    }

    static object?[] Change(string change, Operation o, string before) => [change, o.Id, o.Level.Text(), o.Method.Text(), o.Path, before];

    static object?[] Row(ReleaseVersion version, Release release)
    {
        var current = release.Operations.Where(o => !o.Deprecated).ToList();
        return
        [
            release.Name, ConformanceFacts.ReleaseDate(version)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            release.Operations.Select(o => o.Path).Distinct().Count(), release.Operations.Length, release.Operations.Length - current.Count,
            current.Count(o => o.Level == Level.Stable), current.Count(o => o.Level == Level.Beta),
                current.Count(o => o.Level == Level.Alpha),
            ConformanceFacts.For(version).Count, string.Join(' ', release.Sources.Select(s => s.Name)),
                string.Join(' ', release.Sources.Select(s => s.Sha256)),
        ];
    }
}
