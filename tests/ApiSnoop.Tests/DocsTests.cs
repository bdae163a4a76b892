using System.Text.Json;
using System.Text.RegularExpressions;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;
using ApiSnoop.Tests.Recording;
using ParquetSharp;

namespace ApiSnoop.Tests;

/// <summary>What docs say of the code must be so.</summary>
public sealed partial class DocsTests : IDisposable
{
    static readonly string s_architecture = File.ReadAllText(Repository.Path("docs/architecture.md"));

    readonly TemporaryFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void The_architecture_names_every_room()
    {
        var rooms = Directory.GetDirectories(Repository.Path("src/ApiSnoop")).Where(r => Directory.GetFiles(r, "*.cs").Length > 0)
            .Select(r => Path.GetFileName(r)).ToList();

        rooms.Count.ShouldBeGreaterThan(5);
        foreach (var room in rooms)
        {
            s_architecture.ShouldContain($"\n| `{room}` |", customMessage: "docs/architecture.md");
            File.ReadAllText(Repository.Path("CONTRIBUTING.md")).ShouldContain($"`{room}`", customMessage: "CONTRIBUTING.md");
        }
    }

    [Fact]
    public void The_architecture_tells_every_column_of_a_recording_and_no_other()
    {
        var recording = Recordings.Small().Save(new RecordingStore(_store.Path), "app");
        var cube = Columns(Path.Combine(Path.GetDirectoryName(recording.RequestFiles[0])!, recording.Manifest.CubeFile));
        var rows = Columns(recording.RequestFiles[0]);
        var told = ColumnRow().Matches(s_architecture).Select(m => (
            Names: Name().Matches(m.Groups[1].Value).Select(n => n.Groups[1].Value), InCube: m.Groups[2].Value == "✓",
            InRows: m.Groups[3].Value == "✓")).ToList();

        told.Where(t => t.InCube).SelectMany(t => t.Names).ShouldBe(cube, ignoreOrder: true);
        told.Where(t => t.InRows).SelectMany(t => t.Names).ShouldBe(rows, ignoreOrder: true);
    }

    [Fact]
    public void The_architecture_tells_every_fact_of_a_manifest_and_its_format()
    {
        using var written = new MemoryStream();
        ManifestJson.Write(written, new Manifest { App = "a", Release = "1.20" });
        using var json = JsonDocument.Parse(written.ToArray());

        foreach (var fact in json.RootElement.EnumerateObject()) s_architecture.ShouldContain($"`{fact.Name}`");
        s_architecture.ShouldContain($"The manifest's `format` is {Manifest.CurrentFormat}.");
    }

    [Fact]
    public void Every_decision_is_in_the_index()
    {
        var index = File.ReadAllText(Repository.Path("docs/decisions/README.md"));

        foreach (var decision in Directory.GetFiles(Repository.Path("docs/decisions"), "0*.md"))
            index.ShouldContain($"({Path.GetFileName(decision)})");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("docs/access.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/mcp.md")]
    [InlineData("docs/monitoring.md")]
    [InlineData("docs/decisions/README.md")]
    public void A_link_leads_to_a_file(string page)
    {
        var path = Repository.Path(page);

        foreach (var target in Link().Matches(File.ReadAllText(path)).Select(m => m.Groups[1].Value).Where(t => !t.Contains("://")))
            File.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)).ShouldBeTrue(target);
    }

    static List<string> Columns(string file)
    {
        using var reader = new ParquetFileReader(file);
        var schema = reader.FileMetaData.Schema;
        return [.. Enumerable.Range(0, schema.NumColumns).Select(i => schema.Column(i).Name)];
    }

    [GeneratedRegex(@"^\| ((?:`\w+`(?:, )?)+) \| (✓?) ?\| (✓?) ?\|", RegexOptions.Multiline)]
    private static partial Regex ColumnRow();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
