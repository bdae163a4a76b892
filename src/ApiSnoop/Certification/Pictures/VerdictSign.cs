using ApiSnoop.Catalog;

namespace ApiSnoop.Certification.Pictures;

/// <summary>A verdict in the few words and the one colour that a badge or a card has room for.</summary>
/// <param name="Message">Such as <c>stable, every 1.x</c>.</param>
/// <param name="Colour">Such as <c>#1d7a38</c>; white is easy to read on each.</param>
/// <param name="IsError">Whether it is bad news.</param>
public sealed record VerdictSign(string Message, string Colour, bool IsError)
{
    const string Green = "#1d7a38", Amber = "#8a5a00", Red = "#b3261e", Grey = "#566172";

    /// <summary>The sign of a verdict.</summary>
    public static VerdictSign Of(AppVerdict verdict) => verdict.Kind switch
    {
        VerdictKind.Certified => new($"{verdict.Level?.Text()}, {(verdict.Until is { } end ? $"until {end}" : "every 1.x")}", Green, false),
        VerdictKind.Ends => new($"{verdict.Level?.Text()}, until {verdict.Until}", Amber, false),
        VerdictKind.Gone => new($"breaks in {Soonest(verdict)}", Red, true),
        VerdictKind.BelowLevel => new(verdict.Level?.Text() ?? "", Amber, false),
        _ => new("not enough seen", Grey, false),
    };

    static string Soonest(AppVerdict verdict) =>
        verdict.Findings.Where(f => f.Kind == VerdictKind.Gone).Min(f => f.EndsIn)?.ToString()
        ?? verdict.Target?.ToString() ?? "";
}
