using System.Globalization;
using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Reports.Conformance;

/// <summary>
/// The JSON files in the shapes that the original project published, so that whoever reads those can switch. The figures are ours:
/// levels by version, today's lists.
/// </summary>
/// <param name="known">What is known about conformance.</param>
public sealed class EarlierShapes(KnownConformance known)
{
    /// <summary>The names of all files with what writes each.</summary>
    public IEnumerable<(string Name, Action<Utf8JsonWriter> Write)> Files()
    {
        foreach (var release in known.Releases)
            if (known.Results(release) is { } results)
                yield return ($"{release}.0.json", json => WriteRelease(json, results));
        yield return ("conformance-progress.json", WriteProgress);
        yield return ("conformance-coverage-per-release.json", WriteCoverage);
        yield return ("conformance-endpoints.json", WriteEndpoints);
        yield return ("ineligible_endpoints.json", WriteIneligible);
        yield return ("new-endpoints.json", WriteNew);
    }

    /// <summary>The list of releases, newest first, as YAML. A release that is not out yet has no date.</summary>
    public void WriteReleases(TextWriter to)
    {
        foreach (var release in known.Releases.Concat(KubernetesCatalog.Shipped.Versions).Distinct().OrderDescending())
        {
            to.WriteLine($"- release_date: \"{(ConformanceFacts.ReleaseDate(release) is { } day ? $"{day:yyyy-MM-dd}" : "")}\"");
            to.WriteLine($"  version: {Full(release)}");
        }
    }

    void WriteRelease(Utf8JsonWriter json, TestResults results)
    {
        var standing = ReleaseStanding.Of(results, known);
        var endpoints = standing.Endpoints.Where(e => !e.Operation.Deprecated)
            .OrderByDescending(e => e.Operation.Level.Text(), StringComparer.Ordinal)
            .ThenBy(e => e.Operation.Id, StringComparer.Ordinal).ToList();
        var release = Full(results.Release.Version!.Value);
        json.WriteStartObject();
        json.WriteString("release", release);
        json.WriteString("release_date", results.Origin.Date is { } day ? $"{day:yyyy-MM-dd}T00:00:00" : "");
        json.WriteString("spec", string.Join(' ', results.Release.Sources.Select(s => s.Name)));
        json.WriteStartArray("sources");
        foreach (var run in results.Origin.Runs) json.WriteStringValue(run);
        json.WriteEndArray();
        json.WriteStartArray("endpoints");
        foreach (var endpoint in endpoints) WriteEndpoint(json, release, endpoint);
        json.WriteEndArray();
        json.WriteStartArray("tests");
        foreach (var test in results.Tests) WriteTest(json, release, test, known.Tests(results.Release.Version!.Value).Find(test.Name));
        json.WriteEndArray();
        json.WriteNumber("total endpoints", endpoints.Count);
        json.WriteNumber("tested endpoints", endpoints.Count(e => e.Tested));
        json.WriteNumber("total conformance eligible endpoints", standing.Eligible.Count());
        json.WriteNumber("tested conformance eligible endpoints", standing.Eligible.Count(e => e.ConformanceTested));
        json.WriteNumber("new conformance eligible endpoints", standing.Eligible.Count(e => e.New));
        json.WriteNumber(
            "new tested conformance eligible endpoints", standing.Eligible.Count(e => e is { New: true, ConformanceTested: true }));
        json.WriteEndObject();
    }

    static void WriteEndpoint(Utf8JsonWriter json, string release, EndpointStanding endpoint)
    {
        var operation = endpoint.Operation;
        json.WriteStartObject();
        json.WriteString("release", release);
        json.WriteString("endpoint", operation.Id);
        json.WriteString("level", operation.Level.Text());
        json.WriteString("category", operation.Category);
        json.WriteString("path", operation.Path);
        // The catalog keeps no descriptions.
        json.WriteString("description", "");
        json.WriteString("kind", operation.Kind);
        json.WriteString("version", operation.Version);
        json.WriteString("group", operation.Group);
        json.WriteString("action", operation.Action);
        json.WriteBoolean("tested", endpoint.Tested);
        json.WriteBoolean("conf_tested", endpoint.ConformanceTested);
        json.WriteStartArray("tests");
        foreach (var test in endpoint.Tests) json.WriteStringValue(test);
        if (endpoint.Tests.IsEmpty) json.WriteNullValue();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteTest(Utf8JsonWriter json, string release, SeenTest test, ConformanceTest? fact)
    {
        json.WriteStartObject();
        json.WriteString("release", release);
        json.WriteString("test", test.Name);
        json.WriteBoolean("conformance_test", test.Conformance);
        json.WriteString("testname", fact?.Title);
        json.WriteString("file", fact?.File);
        json.WriteString("promotion_release", fact?.PromotedIn is { } promoted ? Full(promoted) : null);
        json.WriteEndObject();
    }

    void WriteProgress(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var progress in ReleaseProgress.All(known))
        {
            json.WriteStartObject();
            json.WriteString("release", Full(progress.Release));
            json.WriteStartObject("total");
            json.WriteNumber("endpoints", progress.Eligible);
            json.WriteNumber("tested", progress.Tested);
            json.WriteNumber("new", progress.New.Length);
            json.WriteNumber("new_with_tests", progress.NewTested.Length);
            json.WriteNumber("old_tested", progress.Paid.Length);
            json.WriteNumber("new_tested", progress.NewTested.Length);
            json.WriteNumber("still_untested", progress.New.Length - progress.NewTested.Length);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    void WriteCoverage(Utf8JsonWriter json)
    {
        var (tested, untested) = (0, 0);
        json.WriteStartArray();
        foreach (var introduced in IntroductionProgress.Of(Newest()))
        {
            (tested, untested) = (tested + introduced.Tested, untested + introduced.Untested);
            json.WriteStartObject();
            json.WriteString("release", Full(introduced.Introduced));
            json.WriteNumber("new endpoints", introduced.Endpoints.Length);
            json.WriteNumber("tested", introduced.Tested);
            json.WriteNumber("untested", introduced.Untested);
            json.WriteNumber("total tested", tested);
            json.WriteNumber("total untested", untested);
            json.WriteNumber("total endpoints", tested + untested);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    void WriteEndpoints(Utf8JsonWriter json)
    {
        var newest = Newest();
        var tests = known.Tests(newest.Results.Release.Version!.Value);
        json.WriteStartArray();
        foreach (var endpoint in newest.Eligible)
        {
            json.WriteStartObject();
            json.WriteString("endpoint", endpoint.Operation.Id);
            json.WriteString("promotion_release", endpoint.Introduced is { } introduced ? Full(introduced) : null);
            json.WriteString("tested_release", PromotedCoverage.Since(endpoint, tests) is { } since ? Full(since) : null);
            json.WriteStartArray("tests");
            var listed = endpoint.Tests.Select(tests.Find).OfType<ConformanceTest>().ToList();
            foreach (var test in listed)
            {
                json.WriteStartObject();
                json.WriteString("testname", test.Title);
                json.WriteString("codename", test.Codename);
                json.WriteString("file", test.File);
                json.WriteString("release", test.PromotedIn is { } promoted ? Full(promoted) : null);
                json.WriteEndObject();
            }
            if (listed.Count == 0) json.WriteNullValue();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>What each release was the first to have, at every level.</summary>
    static void WriteNew(Utf8JsonWriter json)
    {
        var catalog = KubernetesCatalog.Shipped;
        json.WriteStartArray();
        // Of the oldest nobody knows what was new in it.
        foreach (var version in catalog.Versions.Skip(1))
        {
            json.WriteStartObject();
            json.WriteString("release", Full(version));
            json.WriteStartArray("endpoints");
            foreach (var operation in catalog.Load(version).Operations.OrderBy(o => o.Id, StringComparer.Ordinal))
            {
                if (catalog.History(operation.Id)?.First == version) json.WriteStringValue(operation.Id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    void WriteIneligible(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var endpoint in known.Lists.Ineligible.Values.OrderBy(i => i.OperationId, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("endpoint", endpoint.OperationId);
            json.WriteString("reason", endpoint.Reason);
            json.WriteString("link", endpoint.Link);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    ReleaseStanding Newest() => ReleaseStanding.Of(known.Results(known.Releases[^1])!, known);

    static string Full(ReleaseVersion release) => string.Create(CultureInfo.InvariantCulture, $"{release}.0");
}
