using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Import;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Tests.Catalog;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Conformance;

public sealed class ImportingDocuments : IDisposable
{
    const string Document = """
        {"release": "1.99.0", "release_date": "2099-01-02T03:04:05", "sources": ["https://example.com/run/1"],
         "total conformance eligible endpoints": 5, "endpoints": [
          {"endpoint": "readCoreV1NamespacedThing", "path": "/api/v1/namespaces/{namespace}/things/{name}", "level": "alpha",
           "category": "core", "kind": "Thing", "action": "get", "tested": true, "conf_tested": true,
           "tests": ["[sig-x] b  two spaces [Conformance]", "", null, "[sig-x] a"]},
          {"endpoint": "connectCoreV1PostNamespacedThingProxy", "path": "/api/v1/namespaces/{namespace}/things/{name}/proxy",
           "level": "stable", "category": "core", "kind": "Thing", "action": "connect", "tested": false, "conf_tested": false,
           "tests": [null]},
          {"endpoint": "getInternalApiserverAPIGroup", "path": "/apis/internal.apiserver.k8s.io/", "level": "stable", "category": "x",
           "kind": null, "action": null, "tested": false, "conf_tested": false, "tests": [null]},
          {"endpoint": "createInternalApiserverV1alpha1StorageVersion", "category": "x", "kind": "StorageVersion", "action": "post",
           "path": "/apis/internal.apiserver.k8s.io/v1alpha1/storageversions", "tested": true, "conf_tested": false, "tests": [""]}],
         "tests": [{"test": "", "conformance_test": false}, {"test": "[sig-x] a", "conformance_test": false},
          {"test": "[sig-x] b  two spaces [Conformance]", "conformance_test": true, "testname": "B", "file": "b.go",
           "promotion_release": "1.99.0"}]}
        """;

    static readonly ReleaseVersion s_unknown = new(1, 99);
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_published_file_of_a_release_that_the_catalog_lacks_brings_its_operations()
    {
        Import("1.99.0.json", Document).ShouldContain("its operations were taken from the file");

        var known = Known();
        var results = known.Results(s_unknown).ShouldNotBeNull();
        known.IsImported(s_unknown).ShouldBeTrue();
        known.Releases[^1].ShouldBe(s_unknown);
        results.Origin.Runs.ShouldBe(["https://example.com/run/1"]);
        results.Origin.Totals!.Eligible.ShouldBe(5);
        results.Release.Operations.Length.ShouldBe(4);
        results.Release.Find("connectCoreV1PostNamespacedThingProxy")!.Method.ShouldBe(ApiMethod.Post);
        known.Tests(s_unknown).Tests.ShouldBe([new("[sig-x] b  two spaces [Conformance]", "B", "b.go", s_unknown)]);
        known.Introduced("readCoreV1NamespacedThing", s_unknown).ShouldBe(s_unknown);
    }

    [Fact]
    public void Levels_are_ours_and_never_the_files()
    {
        Import("1.99.0.json", Document);

        var release = Known().Release(s_unknown)!;
        release.Find("readCoreV1NamespacedThing")!.Level.ShouldBe(Level.Stable);
        release.Find("getInternalApiserverAPIGroup")!.Level.ShouldBe(Level.Alpha);
    }

    [Fact]
    public void Tests_without_a_name_are_no_tests_and_double_spaces_stay()
    {
        Import("1.99.0.json", Document);

        var results = Known().Results(s_unknown)!;
        results.TestsOf("readCoreV1NamespacedThing").ShouldBe(["[sig-x] a", "[sig-x] b  two spaces [Conformance]"]);
        results.Tests.Select(t => t.Name).ShouldBe(["[sig-x] a", "[sig-x] b  two spaces [Conformance]"]);
        // Hit by the suite outside of a test: tested as published, by no test that has a name.
        results.IsTested("createInternalApiserverV1alpha1StorageVersion").ShouldBeTrue();
        results.TestsOf("createInternalApiserverV1alpha1StorageVersion").ShouldBeEmpty();
    }

    [Fact]
    public void Importing_again_changes_nothing_and_other_releases_stay()
    {
        Import("1.99.0.json", Document);
        Import("1.98.0.json", Document.Replace("1.99.0", "1.98.0", StringComparison.Ordinal));
        var before = Files();

        Import("1.99.0.json", Document);

        Files().ShouldBe(before);
        Known().Results(new(1, 98))!.Endpoints.Count.ShouldBe(2);
    }

    [Fact]
    public void The_newest_published_file_is_read_whole()
    {
        Add(ConformanceDocument.Open(SharedData.Path("published/1.37.0.json.gz")), null);

        var results = Known().Results(new(1, 37)).ShouldNotBeNull();
        results.Release.Operations.Length.ShouldBe(874);
        results.Endpoints.Count.ShouldBe(591);
        results.Endpoints.Values.Count(e => e.ConformanceTested).ShouldBe(574);
        Known().Tests(new(1, 37)).Count.ShouldBe(444);
        // By its version, an index of an alpha-only group is alpha, whatever the file says.
        results.Release.Find("getInternalApiserverAPIGroup")!.Level.ShouldBe(Level.Alpha);
    }

    [Fact]
    public void Operations_taken_from_published_files_are_those_of_the_catalog()
    {
        foreach (var version in KnownConformance.Shipped.Releases)
        {
            var document = ConformanceDocument.Open(SharedData.Path($"published/{version}.0.json.gz"));
            var read = PublishedDocument.Read(document.Bytes, document.Name, document.Sha256).ToRelease();
            var known = KubernetesCatalog.Shipped.Load(version);
            foreach (var operation in read.Operations)
            {
                var real = known.Find(operation.Id).ShouldNotBeNull(operation.Id);
                (operation.Method, operation.Path, operation.Level, operation.Group, operation.Version)
                    .ShouldBe((real.Method, real.Path, real.Level, real.Group, real.Version), operation.Id);
            }
        }
    }

    [Fact]
    public void An_imported_list_goes_before_the_shipped_one()
    {
        Import("pending_eligible_endpoints.yaml", "---\n# soon\n- readCoreV1Node\n- listCoreV1Node\n");
        Import("ineligible_endpoints.yaml", "- endpoint: deleteCoreV1Node\n  reason: too dear\n  link: https://example.com/1\n");

        var lists = Known().Lists;
        lists.Pending.ShouldBe(["readCoreV1Node", "listCoreV1Node"], ignoreOrder: true);
        lists.Ineligible.Values.ShouldBe([new("deleteCoreV1Node", "too dear", "https://example.com/1")]);
    }

    [Fact]
    public void A_list_of_nothing_but_comments_is_an_empty_list()
    {
        Import("pending_eligible_endpoints.yaml", "---\n# nothing is pending\n").ShouldStartWith("0 endpoints");
        Known().Lists.Pending.ShouldBeEmpty();
        Known().Lists.Ineligible.Count.ShouldBe(101);
    }

    [Fact]
    public void A_conformance_yaml_gives_a_release_its_tests_and_of_several_releases_the_first_counts()
    {
        const string list = "- testname: T\n  codename: '[sig] t  [Conformance]'\n  release: v1.35, v1.21\n  file: t.go\n";
        Import("conformance-v1.98.yaml", list);

        Known().Tests(new(1, 98)).Tests.ShouldBe([new("[sig] t  [Conformance]", "T", "t.go", new(1, 21))]);
        Known().Tests(new(1, 36)).Count.ShouldBe(446);
    }

    [Fact]
    public void A_list_of_e2e_tests_counts_what_is_tagged()
    {
        Import("tests.txt", "[It] [sig] a [Conformance]\n[sig] b  [Conformance]\n[sig] c\n", new(1, 98));

        Known().Tests(new(1, 98)).Tests.Select(t => t.Codename).ShouldBe(["[sig] a [Conformance]", "[sig] b  [Conformance]"]);
    }

    [Theory]
    [InlineData("conformance.txt", "test/e2e/apps/daemon_set.go: \"should run a daemon\"\n", "conformance.txt, the text list")]
    [InlineData("x.txt", "hello\nworld\n", "nothing that can be imported")]
    [InlineData("x.json", "[{\"a\": 1}]", "nothing that can be imported")]
    [InlineData("x.json", "{\"release\": \"main\", \"endpoints\": [], \"tests\": []}", "which is no release")]
    [InlineData("x.yaml", "", "the file is empty")]
    [InlineData("x.yaml", "- codename: a\n", "Say so: --release 1.36")]
    public void What_cannot_be_used_is_told_with_what_to_do(string name, string text, string message) =>
        Should.Throw<InvalidDataException>(() => Import(name, text)).Message.ShouldContain(message);

    [Fact]
    public void The_shipped_facts_are_what_the_command_makes()
    {
        foreach (var minor in new[] { 17, 24, 36 })
            Add(ConformanceDocument.Open(SharedData.Path($"published/1.{minor}.0.json.gz")), null);

        foreach (var release in new[] { new ReleaseVersion(1, 17), new ReleaseVersion(1, 24), new ReleaseVersion(1, 36) })
        {
            var (made, ships) = (Known().Results(release)!, KnownConformance.Shipped.Results(release)!);
            made.Tests.ShouldBe(ships.Tests);
            Told(made).ShouldBe(Told(ships));
            made.Origin.Sha256.ShouldBe(ships.Origin.Sha256);
        }
    }

    string Import(string name, string text, ReleaseVersion? release = null) =>
        Add(ConformanceDocument.Read(name, Encoding.UTF8.GetBytes(text)), release);

    string Add(ConformanceDocument document, ReleaseVersion? release) => new ConformanceImport(_folder.Path).Add(document, release);

    KnownConformance Known() => KnownConformance.Open(_folder.Path);

    static IEnumerable<(string, bool, string)> Told(TestResults results) =>
        results.Endpoints.OrderBy(e => e.Key).Select(e => (e.Key, e.Value.ConformanceTested, string.Join('\n', e.Value.Tests)));

    Dictionary<string, string> Files() =>
        Directory.GetFiles(_folder.Path).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
}
