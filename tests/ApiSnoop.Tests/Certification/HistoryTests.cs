using System.Globalization;
using System.Text.RegularExpressions;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Rules;

namespace ApiSnoop.Tests.Certification;

/// <summary>
/// The rules against history: each judges each operation of each release with no more knowledge than that release had, and the later
/// releases say whether it was right. The table is in docs/certification/README.md; APISNOOP_ACCEPT=1 writes it anew.
/// </summary>
public sealed partial class HistoryTests
{
    static readonly KubernetesCatalog s_catalog = KubernetesCatalog.Shipped;
    static readonly Dictionary<ReleaseVersion, HashSet<string>> s_ids =
        s_catalog.Versions.ToDictionary(v => v, v => s_catalog.Load(v).Operations.Select(o => o.Id).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void The_rules_stand_against_history_as_the_table_in_the_docs_says()
    {
        var tallies =
            RuleBook.Shipped.Rules.Where(r => r.Applies is not null && r.Id != "AS-002").ToDictionary(r => r.Id, _ => new Tally());
        foreach (var (operation, release) in Judged())
        {
            var guarantee = RuleBook.Shipped.GuaranteeOf(operation, release, s_catalog, knownTo: release);
            tallies[guarantee.Rule.Id]
                .Add(guarantee, s_catalog.Versions.Where(v => v > release).Select(v => (v, s_ids[v].Contains(operation.Id))));
        }

        var rows = tallies.Select(t => $"| [{t.Key}]({RuleBook.Shipped[t.Key].Page}) | {Word(RuleBook.Shipped[t.Key])} | {t.Value} |");
        Accept(string.Concat(rows.Select(r => r + "\n")));
        foreach (var row in rows) File.ReadAllText(Page).ShouldContain(row + "\n");
        tallies["AS-006"].Wrong.ShouldBe(0, "a stable version is kept in every 1.x");
    }

    [Fact]
    public void What_looked_stable_and_vanished_is_explained_by_a_rule_each()
    {
        var vanished =
            from pair in s_catalog.Versions.Zip(s_catalog.Versions.Skip(1))
            from operation in s_catalog.Load(pair.First).Operations
            where !s_ids[pair.Second].Contains(operation.Id) && !BetaOrAlpha().IsMatch(operation.Path)
            select RuleBook.Shipped.GuaranteeOf(operation, pair.First, s_catalog, knownTo: pair.First).Rule.Id;

        vanished.CountBy(r => r).OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value}").ShouldBe(["AS-001 3", "AS-003 42", "AS-005 3"]);
        s_catalog.Versions.Count.ShouldBe(30, "29 steps");
        File.ReadAllText(Page).ShouldContain("48 operations");
    }

    [Fact]
    public void Every_beta_that_came_since_the_rule_went_in_the_release_that_it_names()
    {
        var resources = s_catalog.Versions.SelectMany(v => s_catalog.Load(v).Operations.Select(o => (Release: v, Operation: o)))
            .Where(o => o.Operation.Level == Level.Beta && OperationResource.Of(o.Operation) is not null && !Discovery.Is(o.Operation))
            .GroupBy(o => OperationResource.Of(o.Operation)! with { Subresource = "" });
        var since = resources.Select(r => (r.Key, First: r.Min(o => o.Release), Last: r.Max(o => o.Release)))
            .Where(r => r.First >= new ReleaseVersion(1, 19) && r.Last < s_catalog.Newest).ToList();

        since.Count.ShouldBeGreaterThan(8);
        foreach (var (resource, first, last) in since) (last.Minor + 1).ShouldBe(first.Minor + 6, resource.ToString());
    }

    [Fact]
    public void A_second_reading_of_the_policy_comes_to_the_same()
    {
        foreach (var (operation, release) in Judged())
        {
            var guarantee = RuleBook.Shipped.GuaranteeOf(operation, release, s_catalog, knownTo: release);

            (guarantee.Kind, guarantee.EndsIn?.ToString() ?? "").ShouldBe(Obvious(operation, release), $"{operation.Id} in {release}");
        }
    }

    [Fact]
    public void What_the_catalog_knows_beats_the_policy()
    {
        foreach (var (operation, release) in Judged())
        {
            var guarantee = RuleBook.Shipped.GuaranteeOf(operation, release, s_catalog);
            var lacked = s_catalog.Versions.Where(v => v > release && !s_ids[v].Contains(operation.Id)).Select(v => v.ToString())
                .FirstOrDefault();

            if (guarantee.Rule.Id == "AS-001") guarantee.Kind.ShouldBe(GuaranteeKind.None);
            else if (lacked is not null) (guarantee.Rule.Id, guarantee.EndsIn.ToString()).ShouldBe(("AS-002", lacked), operation.Id);
            else if (guarantee.Kind == GuaranteeKind.Ends) guarantee.EndsIn!.Value.ShouldBeGreaterThan(s_catalog.Newest, operation.Id);
        }
    }

    /// <summary>The policy by the text of the path, written down once more and slowly.</summary>
    static (GuaranteeKind, string) Obvious(Operation operation, ReleaseVersion release)
    {
        var path = operation.Path.TrimEnd('/');
        if (Walked().IsMatch(path) || path.Contains("/proxy", StringComparison.Ordinal)
            || !path.StartsWith("/api", StringComparison.Ordinal))
            return (GuaranteeKind.None, "");
        var minor = release.Minor;
        var gated = (path.EndsWith("/ephemeralcontainers", StringComparison.Ordinal) && minor is 21 or 22)
            || (path.EndsWith("/resize", StringComparison.Ordinal) && minor == 32)
            || (path.Contains("/v1/", StringComparison.Ordinal) && path.EndsWith("/networkpolicies/{name}/status", StringComparison.Ordinal)
                && minor is >= 24 and <= 27);
        if (gated || AlphaPath().IsMatch(path)) return (GuaranteeKind.Ends, $"1.{minor + 1}");
        if (!BetaOrAlpha().IsMatch(path)) return (GuaranteeKind.Kept, "");
        var first = s_catalog.Versions.First(v => s_ids[v].Contains(operation.Id)).Minor;
        return (GuaranteeKind.Ends, string.Create(CultureInfo.InvariantCulture, $"1.{Math.Max(Math.Max(first, 19) + 6, minor + 1)}"));
    }

    static IEnumerable<(Operation, ReleaseVersion)> Judged() =>
        from version in s_catalog.Versions from operation in s_catalog.Load(version).Operations select (operation, version);

    static string Page => Repository.Path("docs/certification/README.md");

    static string Word(Rule rule) => rule.Guarantee switch { GuaranteeKind.Kept => "kept", GuaranteeKind.Ends => "ends", _ => "none" };

    static void Accept(string rows)
    {
        if (Environment.GetEnvironmentVariable("APISNOOP_ACCEPT") != "1") return;
        File.WriteAllText(Page, OldRows().Replace(File.ReadAllText(Page), m => m.Groups[1].Value + rows));
    }

    /// <summary>How a rule did: pairs of operation and release that it judged, and what became of them.</summary>
    sealed class Tally
    {
        int _judged, _right, _early, _late, _open;
        long _laterReleases;

        public long Wrong { get; private set; }

        public void Add(Guarantee guarantee, IEnumerable<(ReleaseVersion Release, bool IsThere)> later)
        {
            _judged++;
            var all = later.ToList();
            _laterReleases += all.Count;
            ReleaseVersion? gone = all.Where(l => !l.IsThere).Select(l => (ReleaseVersion?)l.Release).FirstOrDefault();
            if (guarantee.Kind != GuaranteeKind.Ends) Wrong += all.Count(l => !l.IsThere);
            else if (gone == guarantee.EndsIn) _right++;
            else if (gone < guarantee.EndsIn) _late++;
            else if (gone is not null || guarantee.EndsIn <= s_catalog.Newest) _early++;
            else _open++;
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{_judged:N0} | {_laterReleases:N0} | {Wrong:N0} | {_early:N0} | {_right:N0} | {_late:N0} | {_open:N0}");
    }

    [GeneratedRegex(@"/v\d+(alpha|beta)\d*(/|$)")]
    private static partial Regex BetaOrAlpha();

    [GeneratedRegex(@"/v\d+alpha\d*(/|$)")]
    private static partial Regex AlphaPath();

    [GeneratedRegex(
        @"^(/api(/[^/]+)?|/apis(/[^/]+){0,2}|/version|/(healthz|livez|readyz|metrics|openapi|swagger\.json|swaggerapi)(/.*)?)$")]
    private static partial Regex Walked();

    [GeneratedRegex(@"(\| rule \|[^\n]*\| open \|\n\|[-:|]+\|\n)(?:\|[^\n]*\n)*")]
    private static partial Regex OldRows();
}
