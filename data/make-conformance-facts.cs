#:project ../src/ApiSnoop/ApiSnoop.csproj

// Makes the facts about conformance in data/facts: conformance-tests.tsv, ineligible.tsv, pending.tsv, releases.tsv.
//
//   dotnet run data/make-conformance-facts.cs DATA [FACTS]
//
// DATA has two folders: conformance/ with the lists of all e2e tests of a release (e2e-testlist-v1.20.15.txt.gz, one name a
// line), a conformance.yaml and the pending list; published/ with the original project's results (1.31.0.json.gz,
// ineligible_endpoints.json, releases.yaml). A release's conformance tests are those of its list that are tagged
// [Conformance], which is how the last patch release had it, and from 1.19 on those of the published results, which is how
// the first one had it: two tests lost the tag during 1.24 and 1.25. The published results of 1.17 and 1.18 are left out, as
// they were joined with the list of a later release. FACTS is data/facts unless said.
using System.IO.Compression;
using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: dotnet run data/make-conformance-facts.cs DATA [FACTS]");
    return 1;
}
var conformance = Path.Combine(args[0], "conformance");
var published = Path.Combine(args[0], "published");
var facts = args.Length == 2 ? args[1] : Path.Combine("data", "facts");

var names = new SortedDictionary<ReleaseVersion, IReadOnlySet<string>>();
foreach (var file in Directory.GetFiles(conformance, "e2e-testlist-v*.txt.gz"))
    names[VersionIn(file, "e2e-testlist-")] = Tagged(Lines(file));

// The published results cut test names at "--" and so never saw these tests; they live on until a list says otherwise.
var unseen = names.Values.Last().Where(n => n.Contains("--", StringComparison.Ordinal)).ToList();

var details = new List<ConformanceTest>();
foreach (var file in Directory.GetFiles(published, "1.*.json.gz").OrderByDescending(f => VersionIn(f, "")))
{
    var tests = PublishedTests(file);
    details.AddRange(tests);
    var release = VersionIn(file, "");
    if (release < new ReleaseVersion(1, 19) || !KubernetesCatalog.Shipped.Has(release)) continue;
    var listed = names.TryGetValue(release, out var list) ? list : unseen.AsEnumerable();
    names[release] = listed.Concat(tests.Select(t => t.Codename)).ToHashSet(StringComparer.Ordinal);
}
using (var yaml = File.OpenRead(Path.Combine(conformance, "conformance-v1.20.2.yaml")))
    details.AddRange(ConformanceList.Read(yaml).Tests);

ConformanceImport.WriteTests(facts, names, details);
ConformanceImport.WriteIneligible(facts, Ineligible());
ConformanceImport.WritePending(facts, File.ReadLines(Path.Combine(conformance, "pending_eligible_endpoints.yaml"))
    .Where(l => l.StartsWith("- ", StringComparison.Ordinal)).Select(l => l[2..].Trim()));
ConformanceImport.WriteReleases(facts, ReleaseDates());
return 0;

static ReleaseVersion VersionIn(string file, string prefix) =>
    ReleaseVersion.TryParse(Path.GetFileName(file)[prefix.Length..], out var version)
        ? version
        : throw new InvalidDataException($"{file}: the name has no release");

static IEnumerable<string> Lines(string file)
{
    using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
    while (reader.ReadLine() is { } line) yield return line;
}

// From 1.25 on the lists come from Ginkgo 2 and put the kind of node before the name, which user agents do not have.
static HashSet<string> Tagged(IEnumerable<string> lines) => lines
    .Select(l => l.StartsWith("[It] ", StringComparison.Ordinal) ? l[5..] : l)
    .Where(l => l.Contains("[Conformance]", StringComparison.Ordinal))
    .ToHashSet(StringComparer.Ordinal);

static List<ConformanceTest> PublishedTests(string file)
{
    using var json = JsonDocument.Parse(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
    return [.. json.RootElement.GetProperty("tests").EnumerateArray()
        .Where(t => t.GetProperty("conformance_test").GetBoolean())
        .Select(t => new ConformanceTest(Text(t, "test"), Text(t, "testname"), Text(t, "file"), Promoted(t)))];
}

static ReleaseVersion? Promoted(JsonElement test) =>
    ReleaseVersion.TryParse(Text(test, "promotion_release"), out var release) ? release : null;

static string Text(JsonElement owner, string name) =>
    owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

List<Ineligibility> Ineligible()
{
    using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(published, "ineligible_endpoints.json")));
    return [.. json.RootElement.EnumerateArray().Select(e => new Ineligibility(Text(e, "endpoint"), Text(e, "reason"), Text(e, "link")))];
}

Dictionary<ReleaseVersion, DateOnly?> ReleaseDates()
{
    var dates = new Dictionary<ReleaseVersion, DateOnly?>();
    DateOnly? date = null;
    foreach (var line in File.ReadLines(Path.Combine(published, "releases.yaml")))
    {
        var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(' ', '"');
        if (line.Contains("release_date:", StringComparison.Ordinal)) date = DateOnly.TryParse(value, out var day) ? day : null;
        else if (line.Contains("version:", StringComparison.Ordinal) && ReleaseVersion.TryParse(value, out var version))
            dates[version] = date;
    }
    return dates;
}
