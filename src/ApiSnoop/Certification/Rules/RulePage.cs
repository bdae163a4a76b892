using System.Text.Json;
using ApiSnoop.Catalog;

namespace ApiSnoop.Certification.Rules;

/// <summary>Reads a rule from its page: a heading, prose, and one fenced block of JSON that the code acts on.</summary>
static class RulePage
{
    const string Fence = "```json\n";

    /// <exception cref="InvalidDataException">The page has no such block, or it is no rule.</exception>
    public static Rule Read(string page, string text)
    {
        text = text.ReplaceLineEndings("\n");
        var start = text.IndexOf(Fence, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf("\n```", start + Fence.Length, StringComparison.Ordinal);
        if (end < 0) throw new InvalidDataException($"{page} has no machine-readable part.");
        try
        {
            using var json = JsonDocument.Parse(text.AsMemory(start + Fence.Length, end - start - Fence.Length));
            return Of(page, text[text.IndexOf('\n', StringComparison.Ordinal)..start].Trim(), json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"The machine-readable part of {page} is no rule: {e.Message}", e);
        }
    }

    static Rule Of(string page, string prose, JsonElement json) => new()
    {
        Page = page,
        Prose = prose,
        Id = json.GetProperty("rule").GetString()!,
        Title = json.GetProperty("title").GetString()!,
        Policy = json.GetProperty("policy").GetString()!,
        Applies = json.TryGetProperty("applies", out var applies) ? OperationSelector.Read(applies) : null,
        Guarantee = json.TryGetProperty("guarantee", out var guarantee) ? GuaranteeOf(guarantee.GetString()) : GuaranteeKind.None,
        After = Number(json, "after"),
        CountedFromFirst = json.TryGetProperty("countedFrom", out var from) && from.GetString() == "first",
        NotBefore = json.TryGetProperty("notBefore", out var oldest) && ReleaseVersion.TryParse(oldest.GetString(), out var v) ? v : null,
        CountsForLevel = !json.TryGetProperty("countsForLevel", out var counts) || counts.GetBoolean(),
        ExitCode = Number(json, "exitCode"),
        Examples = Ids(json, "in"),
        CounterExamples = Ids(json, "out"),
    };

    static GuaranteeKind GuaranteeOf(string? word) => word switch
    {
        "kept" => GuaranteeKind.Kept,
        "ends" => GuaranteeKind.Ends,
        "none" => GuaranteeKind.None,
        _ => throw new JsonException($"'{word}' is no guarantee: kept, ends or none."),
    };

    static int? Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    static string[] Ids(JsonElement json, string name) =>
        json.TryGetProperty("examples", out var examples) && examples.TryGetProperty(name, out var ids)
            ? [.. ids.EnumerateArray().Select(i => i.GetString()!)]
            : [];
}
