using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;

namespace ApiSnoop.Web.Certification;

/// <summary>What a page of the certification program is asked: by which terms, which apps, in which order.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Find">A part of the names to show; empty for all.</param>
/// <param name="Verdict">The verdict to show; empty for all.</param>
/// <param name="Sort"><c>name</c>, <c>verdict</c> or <c>requests</c>.</param>
/// <param name="Errors">What of the address could not be understood.</param>
public sealed record CertificationQuery(CertificationTerms Terms, string Find, string Verdict, string Sort, ImmutableArray<string> Errors)
{
    /// <summary>Reads the query of an address.</summary>
    public static CertificationQuery Of(IQueryCollection query)
    {
        var errors = ImmutableArray.CreateBuilder<string>();
        string Text(string name, string otherwise) => query[name].ToString() is { Length: > 0 } given ? given : otherwise;
        var target = Text("target", CertificationTerms.Next);
        if (target is not (CertificationTerms.Next or CertificationTerms.Latest) && !ReleaseVersion.TryParse(target, out _))
        {
            errors.Add("The target is no release: write it as 1.30, or next, or latest.");
            target = CertificationTerms.Next;
        }

        var require = Text("require", "stable");
        if (require is not ("stable" or "beta" or "alpha")) errors.Add("There are three levels: stable, beta and alpha.");
        var terms = new CertificationTerms
        {
            Target = target,
            Require = require switch { "beta" => Level.Beta, "alpha" => Level.Alpha, _ => Level.Stable },
        };
        return new(terms, query["find"].ToString(), query["verdict"].ToString(), Text("sort", "verdict"), errors.ToImmutable());
    }

    /// <summary>The part of an address that keeps the terms.</summary>
    public string Suffix => Terms is { Target: CertificationTerms.Next, Require: Level.Stable }
        ? ""
        : $"?target={Uri.EscapeDataString(Terms.Target)}&require={Terms.Require.Text()}";
}
