using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Deprecation;
using ApiSnoop.Certification.Rules;

namespace ApiSnoop.Tests.Certification;

/// <summary>The pages of the rules are what the code acts on.</summary>
public sealed class RuleBookTests
{
    static readonly KubernetesCatalog s_catalog = KubernetesCatalog.Shipped;
    static readonly string s_folder = Repository.Path("docs/certification");

    public static TheoryData<string> Ids => [.. RuleBook.Shipped.Rules.Select(r => r.Id)];

    [Fact]
    public void Rules_are_numbered_without_a_gap_and_each_page_is_one()
    {
        RuleBook.Shipped.Rules.Select(r => r.Id).ShouldBe(Enumerable.Range(1, RuleBook.Shipped.Rules.Length).Select(n => $"AS-{n:000}"));
        RuleBook.Shipped.Rules.Select(r => r.Page)
            .ShouldBe(Directory.GetFiles(s_folder, "AS-*.md").Select(p => Path.GetFileName(p)).Order());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_says_the_same_in_prose_and_for_machines(string id)
    {
        var rule = RuleBook.Shipped[id];
        var text = File.ReadAllText(Path.Combine(s_folder, rule.Page));

        rule.Page.ShouldStartWith(id + "-");
        text.ShouldStartWith($"# {id}: {rule.Title}\n\n");
        text.ShouldContain($"\n**Rests on:** {rule.Policy}\n");
        rule.Prose.Split('\n')[0].Length.ShouldBeGreaterThan(80);
        File.ReadAllText(Path.Combine(s_folder, "README.md")).ShouldContain($"[{id}]({rule.Page})");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_applies_to_its_examples_and_not_to_its_counter_examples(string id)
    {
        var rule = RuleBook.Shipped[id];
        if (rule.Applies is null)
        {
            rule.Examples.ShouldBeEmpty();
            return;
        }

        rule.Examples.ShouldNotBeEmpty();
        rule.CounterExamples.ShouldNotBeEmpty();
        foreach (var (ids, expected) in new[] { (rule.Examples, true), (rule.CounterExamples, false) })
            foreach (var example in ids)
            {
                var history = s_catalog.History(example).ShouldNotBeNull(example);
                // In the last release that has it, and for an end in the one before.
                var release = rule.Guarantee == GuaranteeKind.Ends && rule.After is null ? history.Releases[0] : history.Releases[^1];
                var operation = s_catalog.Load(release).Find(example)!;
                rule.Applies.Fits(operation, release, history.RemovedAfter(release)).ShouldBe(expected, $"{id} and {example}");
            }
    }

    [Fact]
    public void Every_operation_of_every_release_falls_under_a_rule()
    {
        foreach (var version in s_catalog.Versions)
            foreach (var operation in s_catalog.Load(version).Operations)
                RuleBook.Shipped.GuaranteeOf(operation, version, s_catalog).Rule.ShouldNotBeNull();
    }

    [Fact]
    public void Parts_of_an_alpha_feature_are_there_in_the_releases_that_their_rule_names()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(s_folder, RuleBook.Shipped["AS-005"].Page)).Split("```json")[1].Split("```")[0]);
        foreach (var part in json.RootElement.GetProperty("applies").GetProperty("resources").EnumerateArray())
        {
            string Text(string name) => part.GetProperty(name).GetString()!;
            var ends = Text("releases").Split('-');
            foreach (var version in s_catalog.Versions.Where(v => v >= Version(ends[0]) && v <= Version(ends[1])))
                s_catalog.Load(version).Operations
                    .Any(o => o.Group == Text("group") && o.Version == Text("version") && IsOf(o, Text("resource")))
                    .ShouldBeTrue($"{Text("resource")} in {version}");
        }
    }

    [Fact]
    public void The_table_of_what_is_deprecated_agrees_with_the_catalog()
    {
        DeprecationTable.All.Count().ShouldBeGreaterThan(20);
        foreach (var ((group, version, resource), known) in DeprecationTable.All)
        {
            var operations = s_catalog.Versions.SelectMany(v => s_catalog.Load(v).Operations)
                .Where(o => o.Group == group && o.Version == version && !Discovery.Is(o) && (resource.Length == 0 || IsOf(o, resource)))
                .Select(o => o.Id).Distinct().Select(id => s_catalog.History(id)!).ToList();

            operations.ShouldNotBeEmpty($"{group}/{version} {resource}");
            var last = operations.Max(h => h.Releases[^1]);
            // The documents of 1.16 and 1.17 list what a flag could bring back, so what ended in 1.16 is in them.
            var expected = known.End is not { } end
                ? s_catalog.Newest
                : end.Minor == 16 ? new(1, 17) : new ReleaseVersion(1, end.Minor - 1);
            last.ShouldBe(expected, $"{group}/{version} {resource}");
            known.Source.ShouldStartWith("https://");
            (known.End <= known.Since).ShouldBeFalse();
        }
    }

    static bool IsOf(Operation operation, string resource) =>
        OperationResource.Of(operation) is { } at
        && (at.Subresource.Length == 0 ? at.Resource : $"{at.Resource}/{at.Subresource}") == resource;

    static ReleaseVersion Version(string text) => ReleaseVersion.TryParse(text, out var v) ? v : throw new FormatException(text);
}
