using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Catalog;

namespace ApiSnoop.Certification.Rules;

/// <summary>The numbered rules. Of those about operations the first that applies decides.</summary>
public sealed class RuleBook
{
    static readonly Lazy<RuleBook> s_shipped = new(Read);

    RuleBook(ImmutableArray<Rule> rules, string sha256)
    {
        Rules = rules;
        Sha256 = sha256;
    }

    /// <summary>The rules that ship: the pages of <c>docs/certification</c>.</summary>
    public static RuleBook Shipped => s_shipped.Value;

    /// <summary>The rules by number.</summary>
    public ImmutableArray<Rule> Rules { get; }

    /// <summary>The hash of all pages one after another, as lower-case hex: rules that changed give another one.</summary>
    public string Sha256 { get; }

    /// <summary>The rule of a number.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Rule this[string id] => Find(id) ?? throw new KeyNotFoundException($"There is no rule {id}.");

    /// <summary>The rule of a number, or null.</summary>
    public Rule? Find(string id) => Rules.FirstOrDefault(r => r.Id == id);

    /// <summary>What the rules promise of an operation that an app calls.</summary>
    /// <param name="operation">The operation, with its level in the app's release.</param>
    /// <param name="release">The release that the app runs on.</param>
    /// <param name="catalog">The releases that are known.</param>
    /// <param name="knownTo">The newest release to know of; null for all that the catalog has. It lets history judge the rules.</param>
    public Guarantee GuaranteeOf(
        Operation operation, ReleaseVersion release, KubernetesCatalog catalog, ReleaseVersion? knownTo = null)
    {
        var newest = knownTo ?? catalog.Newest;
        var lackedIn = catalog.History(operation.Id)?.RemovedAfter(release);
        if (lackedIn > newest) lackedIn = null;
        var rule = Rules.First(r => r.Applies?.Fits(operation, release, lackedIn) == true);
        if (rule.Guarantee != GuaranteeKind.Ends) return new(rule.Guarantee, null, Basis.Policy, rule);
        if (rule.After is not { } after) return new(GuaranteeKind.Ends, lackedIn, Basis.Catalog, rule);
        var from = rule.CountedFromFirst ? catalog.History(operation.Id)?.First ?? release : release;
        if (rule.NotBefore is { } oldest && from < oldest) from = oldest;
        // What is known to be there still cannot have ended.
        var stillThere = newest > release ? newest : release;
        var end = new ReleaseVersion(from.Major, from.Minor + after);
        var next = new ReleaseVersion(stillThere.Major, stillThere.Minor + 1);
        return new(GuaranteeKind.Ends, end > next ? end : next, Basis.Policy, rule);
    }

    static RuleBook Read()
    {
        var assembly = typeof(RuleBook).Assembly;
        var pages = assembly.GetManifestResourceNames().Where(n => n.StartsWith("rules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => (Page: n["rules/".Length..], Text: new StreamReader(assembly.GetManifestResourceStream(n)!).ReadToEnd())).ToList();
        var all = string.Concat(pages.Select(p => p.Text.ReplaceLineEndings("\n")));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(all));
        return new([.. pages.Select(p => RulePage.Read(p.Page, p.Text))], Convert.ToHexStringLower(hash));
    }
}
