using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Rules;

namespace ApiSnoop.Certification.Deprecation;

/// <summary>One that says that an operation is deprecated.</summary>
/// <param name="By">Who.</param>
/// <param name="Since">Since which release, where that is said.</param>
/// <param name="End">The release that is to lack it, where that is said.</param>
/// <param name="Source">The page that says so, for the table; else empty.</param>
public sealed record DeprecationSign(Basis By, ReleaseVersion? Since, ReleaseVersion? End, string Source);

/// <summary>All that is known of an operation's deprecation.</summary>
/// <param name="Signs">Who says so: the server, the catalog, the table. Empty when nobody does.</param>
/// <param name="LackedIn">The first release after the app's that lacks the operation, as the catalog knows it.</param>
/// <param name="Newest">The newest release that the catalog knows.</param>
public sealed record DeprecationSigns(ImmutableArray<DeprecationSign> Signs, ReleaseVersion? LackedIn, ReleaseVersion Newest)
{
    /// <summary>Gathers the signs.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="said">What the server said of it: a release that lacks it, or <c>deprecated</c>.</param>
    /// <param name="release">The release that the app runs on.</param>
    /// <param name="catalog">The known releases.</param>
    public static DeprecationSigns Of(Operation operation, IEnumerable<string> said, ReleaseVersion release, KubernetesCatalog catalog)
    {
        var signs = ImmutableArray.CreateBuilder<DeprecationSign>();
        foreach (var word in said.Where(s => s.Length > 0).Distinct().Order(StringComparer.Ordinal))
            signs.Add(new(Basis.Server, null, ReleaseVersion.TryParse(word, out var end) ? end : null, ""));
        var history = catalog.History(operation.Id);
        if (history?.DeprecatedSince is { } since) signs.Add(new(Basis.Catalog, since, history.RemovedAfter(release), ""));
        if (DeprecationTable.Find(operation) is { } known) signs.Add(new(Basis.Table, known.Since, known.End, known.Source));
        return new(signs.ToImmutable(), history?.RemovedAfter(release), catalog.Newest);
    }

    /// <summary>Whether anybody calls it deprecated.</summary>
    public bool Any => !Signs.IsEmpty;

    /// <summary>Whether one says so who means the release that the app runs on.</summary>
    public bool Holds(ReleaseVersion release) => Signs.Any(s => s.Since is null || s.Since <= release);

    /// <summary>Since which release, as far as anybody says.</summary>
    public ReleaseVersion? Since => Signs.Min(s => s.Since);

    /// <summary>An end in a release that the catalog does not know yet: the server's word, else the table's.</summary>
    public DeprecationSign? EndBeyondCatalog =>
        Signs.Where(s => s.End > Newest).OrderBy(s => s.By == Basis.Server ? 0 : 1).ThenBy(s => s.End).FirstOrDefault();

    /// <summary>
    /// An end that the table has before the catalog's. A document lists what a flag of the API server can still bring back: those of 1.16
    /// and 1.17 have betas that no server serves by default.
    /// </summary>
    /// <param name="release">The release that the app runs on.</param>
    public DeprecationSign? EndBeforeCatalog(ReleaseVersion release) =>
        Signs.FirstOrDefault(s => s.By == Basis.Table && s.End > release && s.End < LackedIn);

    /// <summary>Who says so, such as <c>server, table</c>.</summary>
    public string By => string.Join(", ", Signs.Select(s => s.By.Text()).Distinct());

    /// <summary>Where they disagree about the end, in words; else empty.</summary>
    public string Disagreement
    {
        get
        {
            var ends = Signs.Where(s => s.End is not null).Select(s => (Who: s.By.Text(), End: s.End!.Value)).ToList();
            if (LackedIn is { } lacked) ends.Add(("catalog", lacked));
            // An end in a release that is known and serves it nevertheless is contradicted by the catalog.
            else if (ends.Any(e => e.End <= Newest)) return $"{Words(ends)}, and {Newest} still has it";
            return ends.Select(e => e.End).Distinct().Count() > 1 ? Words(ends) : "";
        }
    }

    static string Words(IEnumerable<(string Who, ReleaseVersion End)> ends) =>
        string.Join(", ", ends.Distinct().Select(e => $"{e.Who} says {e.End}"));
}
