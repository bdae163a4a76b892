using System.Text.Json;
using ApiSnoop.Charts;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Conformance.Verdicts;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Conformance;

/// <summary>A verdict of the gate in words, as Markdown and as JSON.</summary>
public static class GateReport
{
    const string Rule = "----------------------------------------";

    /// <summary>The verdict in the words of the job that Kubernetes runs today: whoever searches its log finds the same lines.</summary>
    public static void WriteWords(GateVerdict verdict, TextWriter to)
    {
        to.WriteLine(About(verdict));
        if (!verdict.IsGiven)
        {
            to.WriteLine($"NO VERDICT: {verdict.Problem}");
            return;
        }
        WriteList("PENDING ENDPOINTS (excused)", verdict.Pending.Where(e => !e.ConformanceTested), to);
        WriteList("STALE PENDING ENDPOINTS (they have a conformance test: take them off the list)", verdict.StalePending, to);
        WriteList("REGRESSED ENDPOINTS", verdict.Regressed, to);
        to.WriteLine("UNTESTED ENDPOINTS");
        foreach (var endpoint in verdict.Untested) to.WriteLine(endpoint.Operation.Id);
        to.WriteLine(Rule);
        if (verdict.Regressed.Length > 0) to.WriteLine($"ERROR: You have {verdict.Regressed.Length} regressed endpoints");
        to.WriteLine($"{(verdict.Untested.IsEmpty ? "" : "ERROR: ")}You have {verdict.Untested.Length} untested endpoints");
    }

    /// <summary>The verdict as Markdown, for the summary of a step or a comment.</summary>
    public static void WriteMarkdown(GateVerdict verdict, TextWriter to)
    {
        to.WriteLine($"## Conformance gate of Kubernetes {verdict.Release}: {Word(verdict)}");
        to.WriteLine();
        to.WriteLine(About(verdict));
        if (!verdict.IsGiven)
        {
            to.WriteLine();
            to.WriteLine($"**{verdict.Problem}**");
            return;
        }
        to.WriteLine();
        to.WriteLine("| new endpoints | conformance tested | untested | regressed | pending |");
        to.WriteLine("|--:|--:|--:|--:|--:|");
        to.WriteLine(
            $"| {verdict.New.Count()} | {verdict.New.Count(e => e.ConformanceTested)} | {verdict.Untested.Length} | "
            + $"{(verdict.Baseline is null ? "–" : verdict.Regressed.Length)} | {verdict.Pending.Count()} |");
        var table = VerdictTables.Gate(verdict);
        if (table.Rows.IsEmpty) return;
        to.WriteLine();
        TableWriter.Write(table, TableFormat.Markdown, to);
    }

    /// <summary>The verdict as one JSON object.</summary>
    public static void WriteJson(GateVerdict verdict, int exitCode, TextWriter to)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("release", verdict.Release.ToString());
            json.WriteString("verdict", Word(verdict));
            json.WriteNumber("exitCode", exitCode);
            if (verdict.Problem is { } problem) json.WriteString("problem", problem);
            json.WriteString("results", verdict.Standing?.Results.Origin.Words);
            json.WriteString("baseline", verdict.Baseline);
            json.WriteNumber("testsListed", verdict.Standing?.Listed ?? 0);
            json.WriteNumber("testsSeen", verdict.Standing?.Seen ?? 0);
            WriteIds(json, "new", verdict.IsGiven ? verdict.New : []);
            WriteIds(json, "untested", verdict.Untested);
            WriteIds(json, "regressed", verdict.Regressed);
            WriteIds(json, "pending", verdict.Pending);
            WriteIds(json, "stalePending", verdict.StalePending);
            json.WriteEndObject();
        }
        to.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary><c>passed</c>, <c>failed</c> or <c>no verdict</c>.</summary>
    public static string Word(GateVerdict verdict) => verdict switch
    {
        { IsGiven: false } => "no verdict",
        { Passed: true } => "passed",
        _ => "failed",
    };

    static string About(GateVerdict verdict) => verdict.Standing is not { } standing
        ? $"Kubernetes {verdict.Release}"
        : $"Kubernetes {verdict.Release} by {standing.Results.Origin.Words}: {Figures.Count(standing.Seen)} of the list's "
            + $"{Figures.Count(standing.Listed)} conformance tests were seen"
            + (verdict.Baseline is { } baseline ? $"; compared with {baseline}." : ".");

    static void WriteList(string heading, IEnumerable<EndpointStanding> endpoints, TextWriter to)
    {
        var first = true;
        foreach (var endpoint in endpoints)
        {
            if (first) to.WriteLine(heading);
            to.WriteLine(endpoint.Operation.Id);
            first = false;
        }
        if (!first) to.WriteLine();
    }

    static void WriteIds(Utf8JsonWriter json, string name, IEnumerable<EndpointStanding> endpoints)
    {
        json.WriteStartArray(name);
        foreach (var endpoint in endpoints) json.WriteStringValue(endpoint.Operation.Id);
        json.WriteEndArray();
    }
}
