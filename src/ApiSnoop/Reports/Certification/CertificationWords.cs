using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Certification;

/// <summary>A verdict on an app in words.</summary>
public static class CertificationWords
{
    /// <summary>Such as <c>in every 1.x</c> or <c>until 1.25</c>; empty where nothing was seen.</summary>
    public static string Holds(AppVerdict verdict) => verdict switch
    {
        { Release: null } => "",
        { Until: { } end } => $"until {end}",
        { Level: null } => "",
        _ => "in every 1.x",
    };

    /// <summary>The known releases on which every call exists.</summary>
    public static string Range(AppVerdict verdict) =>
        verdict.Range is not var (first, last) ? "" : first == last ? $"{first}" : $"{first} to {last}";

    /// <summary>Why the verdict is what it is, in a line; empty for a certified app.</summary>
    public static string Why(AppVerdict verdict)
    {
        if (verdict.Findings.IsEmpty) return verdict.Problem ?? "";
        var worst = verdict.Findings[0];
        var more = verdict.Findings.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() - 1;
        return $"{worst.Name}: {worst.Message}" + (more > 0 ? $" (and {more} more)" : "");
    }

    /// <summary>Since when an operation is deprecated and who says so; empty where nobody does.</summary>
    public static string Deprecated(UsedOperation used) => !used.Deprecation.Any ? ""
        : (used.Deprecation.Since is { } since ? $"since {since} " : "") + $"({used.Deprecation.By})"
            + (used.Deprecation.Disagreement.Length > 0 ? $"; {used.Deprecation.Disagreement}" : "");

    /// <summary>The verdict with its exit code in words: <c>ends (exit code 11)</c>.</summary>
    public static string Title(AppVerdict verdict) => verdict.Kind switch
    {
        VerdictKind.Certified => $"certified for Kubernetes {verdict.Target}",
        VerdictKind.Ends => $"ends in {verdict.Findings.Min(f => f.EndsIn)} (exit code 11)",
        var kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Text()} (exit code {(int)kind})"),
    };

    /// <summary>A verdict as people read it.</summary>
    public static void Write(AppVerdict verdict, TextWriter to)
    {
        to.WriteLine(OneLine($"{verdict.App}: {Title(verdict)}"));
        foreach (var line in Facts(verdict)) to.WriteLine(OneLine($"  {line}"));
        if (verdict.Findings.Length > 0)
        {
            to.WriteLine();
            TableWriter.Write(Findings(verdict), TableFormat.Table, to);
        }

        if (verdict.Noise.Length == 0) return;
        to.WriteLine();
        TableWriter.Write(CertificationTables.Noise(verdict), TableFormat.Table, to);
    }

    /// <summary>The facts of a verdict, a sentence each.</summary>
    public static IEnumerable<string> Facts(AppVerdict verdict)
    {
        if (verdict.Problem is { } problem)
            yield return verdict.Findings.IsEmpty ? $"no verdict: {problem}" : $"beside what was found: {problem}";
        yield return Level(verdict);
        if (verdict.Target is not null)
            yield return $"recorded on {verdict.Recording.Release}, runs on {verdict.Release}, target {verdict.Target}"
                + (verdict.TargetIsKnown ? "" : ", which the catalog does not know yet: the rules alone judged");
        if (Holds(verdict) is { Length: > 0 } holds)
            yield return $"holds {holds}" + (Range(verdict) is { Length: > 0 } range ? $"; every call exists in {range}" : "");
        foreach (var line in Seen(verdict)) yield return line;
        foreach (var ignored in verdict.Ignored) yield return ignored.Words;
        foreach (var hidden in verdict.Confidence.Hidden) yield return $"hidden: {hidden}";
    }

    /// <summary>A row for each thing that breaks rules, with all the rules that it breaks and the words of the worst.</summary>
    public static Table Findings(AppVerdict verdict) => Table.Of(
        ["rules", "operation", "ends in", "requests", "user agent", "account", "what is wrong"],
        verdict.Findings.GroupBy(f => f.Name, StringComparer.Ordinal).Select(g => (Worst: g.First(), Rules: g.Select(f => f.Rule)))
            .Select(g => new object?[]
            {
                string.Join(' ', g.Rules), g.Worst.Name, g.Worst.EndsIn?.ToString() ?? "", Clients(verdict, g.Worst).Sum(c => c.Requests),
                First(Clients(verdict, g.Worst).Select(c => Insights.Caller.Program(c.Agent))),
                First(Clients(verdict, g.Worst).Select(c => c.Account)), g.Worst.Message,
            }));

    /// <summary>Who calls what a finding is about.</summary>
    public static IReadOnlyList<Client> Clients(AppVerdict verdict, Finding finding) =>
        finding.Use?.Clients ?? verdict.Foreign.First(f => f.IsGone && f.Name == finding.Name).Clients;

    static string Level(AppVerdict verdict) => verdict.Level is { } level
        ? Words($"level {level.Text()}: {verdict.Count(Catalog.Level.Stable):N0} stable, {verdict.Count(Catalog.Level.Beta):N0} beta, ")
            + Words($"{verdict.Count(Catalog.Level.Alpha):N0} alpha operations ({verdict.Terms.Require.Text()} is required)")
        : "no level: nothing that counts was used";

    static IEnumerable<string> Seen(AppVerdict verdict)
    {
        var (seen, terms) = (verdict.Confidence, verdict.Terms);
        yield return Words($"seen: {seen.Requests:N0} requests in {SpanText.Of(seen.Span)} ")
            + Words($"(at least {terms.MinRequests:N0} in {SpanText.Of(terms.MinSpan)}), ")
            + Words($"{seen.Succeeded:N0} of them with success, {seen.Agents:N0} user agents, {seen.Tests:N0} tests");
        yield return $"verbs: {string.Join(", ", seen.Verbs.Select(v => v.Length == 0 ? "(none)" : v))}";
        var attempted = verdict.Operations.Count(o => o.Use == UseKind.Attempted);
        if (attempted > 0) yield return Words($"{attempted:N0} operations were only attempted (AS-013)");
        var uncovered = verdict.InUse.Count(o => o.Guarantee.Kind == GuaranteeKind.None);
        if (uncovered > 0) yield return Words($"{uncovered:N0} operations in use are covered by no rule (AS-003, AS-004)");
        var endless = verdict.Risks.Where(r => r.Guarantee.Kind != GuaranteeKind.Ends && r.Deprecation.Any)
            .Select(r => $"{r.Operation.Id} {Deprecated(r)}").ToList();
        if (endless.Count > 0) yield return $"deprecated without an end, which costs nothing: {Several(endless)}";
        var unknown = verdict.Foreign.Where(f => f is { Use: UseKind.InUse, IsGone: false, IsApi: true }).ToList();
        if (unknown.Count > 0)
            yield return $"not judged, as it is not Kubernetes' own: {Several([.. unknown.Select(f => f.Name)])}";
    }

    static string Several(List<string> names) =>
        string.Join(", ", names.Take(5)) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");

    static string First(IEnumerable<string> names)
    {
        List<string> all = [.. names.Distinct(StringComparer.Ordinal)];
        return all.Count > 1 ? $"{all[0]} +{all.Count - 1}" : all.FirstOrDefault() ?? "";
    }

    static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
