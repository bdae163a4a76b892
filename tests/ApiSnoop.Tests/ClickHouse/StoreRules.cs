using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Sharing;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>What holds for every store, wherever it keeps its recordings.</summary>
public abstract class StoreRules : IDisposable
{
    readonly TemporaryFolder _folder = new();

    /// <summary>An empty store.</summary>
    protected abstract RecordingStore Empty();

    /// <summary>The same store again, as another process would open it.</summary>
    protected abstract RecordingStore Again(RecordingStore store);

    public virtual void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void What_was_counted_comes_back_cell_by_cell_in_the_order_in_which_it_was_counted()
    {
        var (counted, _) = CountedInAFolder();
        var store = Empty();
        Load(store, "shop");

        var stored = Again(store).Open("shop")!;

        Cells(stored.Cube).ShouldBe(Cells(counted.Cube));
        stored.Manifest.Requests.ShouldBe(283);
        RecordedCalls.QueryParameters(stored, "listCoreV1NamespacedPod")
            .ShouldBe(RecordedCalls.QueryParameters(counted, "listCoreV1NamespacedPod"));
    }

    [Fact]
    public void An_empty_store_has_no_recordings()
    {
        var store = Empty();

        store.List().ShouldSatisfyAllConditions(l => l.Manifests.ShouldBeEmpty(), l => l.Damaged.ShouldBeEmpty());
        store.Open("shop").ShouldBeNull();
        store.Remove("shop").ShouldBeFalse();
        store.SetKind("shop", RecordingKind.Run).ShouldBeFalse();
    }

    [Fact]
    public void A_recording_is_replaced_whole_and_who_reads_sees_the_one_or_the_other()
    {
        var store = Empty();
        Load(store, "shop");
        var before = store.Open("shop")!;

        Load(store, "shop", "app-demo-app-v1.20.2-requestresponse");

        before.Cube.Requests.ShouldBe(283);
        Again(store).Open("shop")!.ShouldSatisfyAllConditions(
            s => s.Manifest.Requests.ShouldBe(439), s => s.Cube.Requests.ShouldBe(439));
        store.Manifests().Count.ShouldBe(1);
    }

    [Fact]
    public void Who_counts_at_one_moment_sees_the_same_recordings_to_the_end()
    {
        var store = Empty();
        Load(store, "shop");
        Load(store, "bank");
        var (opened, noise, known) = (new OpenedRecordings(), new StoreNoise(store.Location), new ConformanceShelf(store.Location));
        RecordingShelf Shelf() => new(store.AtOneMoment(), opened, noise, known);
        var shelf = Shelf();
        shelf.Coverages(["bank", "shop"], RecordingFilter.All).Count.ShouldBe(2);

        Load(store, "shop", "app-demo-app-v1.20.2-requestresponse");
        store.Remove("bank");
        Load(store, "new");
        var later = Shelf();

        later.Store.Manifests().Select(m => m.App).ShouldBe(["new", "shop"]);
        later.Open("shop")!.Stored.Cube.Requests.ShouldBe(439);
        later.Open("bank").ShouldBeNull();
        shelf.Store.Manifests().Select(m => m.App).ShouldBe(["bank", "shop"]);
        shelf.Open("shop")!.Stored.Cube.Requests.ShouldBe(283);
        shelf.Open("bank")!.Stored.Cube.Requests.ShouldBe(283);
        shelf.Open("new").ShouldBeNull();
    }

    [Fact]
    public void What_was_replaced_before_it_was_read_is_the_one_or_the_other_and_its_facts_are_of_the_same()
    {
        var store = Empty();
        foreach (var app in new[] { "a", "b", "c" }) Load(store, app);
        var moment = store.AtOneMoment();
        moment.Manifests().Count.ShouldBe(3);

        Load(store, "b", "app-demo-app-v1.20.2-requestresponse");
        var read = moment.Open("b")!;

        read.Cube.Requests.ShouldBeOneOf(283, 439);
        read.Manifest.Requests.ShouldBe(read.Cube.Requests);
        moment.Find("b").ShouldBe(read.Manifest);
        moment.Manifests().Select(m => (m.App, m.Requests)).ShouldBe([("a", 283), ("b", read.Cube.Requests), ("c", 283)]);
    }

    [Fact]
    public void Names_that_differ_in_case_only_or_hold_anything_are_recordings_of_their_own()
    {
        string[] names = ["shop", "Shop", "a/b", "it's", @"back\slash", "%2F", "Äpfel 🍎", "a\tb"];
        var store = Empty();
        foreach (var name in names) Load(store, name);

        Again(store).Manifests().Select(m => m.App).ShouldBe(names.Order(StringComparer.Ordinal));
        foreach (var name in names) Again(store).Open(name)!.Cube.Requests.ShouldBe(283, name);
    }

    [Fact]
    public void A_draft_that_is_given_up_changes_nothing()
    {
        var store = Empty();
        Load(store, "shop");

        store.Begin("shop").Dispose();
        store.Begin("other").Dispose();

        Again(store).Manifests().Select(m => (m.App, m.Requests)).ShouldBe([("shop", 283L)]);
    }

    [Fact]
    public void A_recording_is_removed_and_can_be_made_again()
    {
        var store = Empty();
        Load(store, "shop");

        store.Remove("shop").ShouldBeTrue();
        Again(store).Open("shop").ShouldBeNull();
        Load(store, "shop");

        Again(store).Open("shop")!.Cube.Requests.ShouldBe(283);
    }

    [Fact]
    public void What_a_recording_is_of_can_be_changed_and_its_counts_stay()
    {
        var store = Empty();
        Load(store, "shop");

        store.SetKind("shop", RecordingKind.Run).ShouldBeTrue();

        Again(store).Open("shop")!.ShouldSatisfyAllConditions(
            s => s.Manifest.Kind.ShouldBe(RecordingKind.Run), s => s.Cube.Requests.ShouldBe(283));
    }

    [Fact]
    public void A_recording_that_was_exported_as_counts_is_taken_in_under_any_name_and_exported_again_the_same()
    {
        var (_, file) = CountedInAFolder();
        var store = Empty();

        RecordingFile.Import(store, new MemoryStream(file), "east/shop");

        var again = Again(store);
        again.Open("east/shop")!.Manifest.ShouldSatisfyAllConditions(
            m => m.Requests.ShouldBe(283), m => m.HoldsCountsOnly.ShouldBeTrue());
        var to = new MemoryStream();
        RecordingFile.Export(again, "east/shop", to, countsOnly: true)!.Requests.ShouldBe(283);
        to.Position = 0;
        RecordingFile.Import(store, to, "west/shop").Requests.ShouldBe(283);
        Should.Throw<StoreException>(() => RecordingFile.Import(store, new MemoryStream(file), "east/shop"))
            .Message.ShouldContain("there is a recording of \"east/shop\" already");
    }

    static void Load(RecordingStore store, string app, string log = SmallLog.Name) => SmallLog.Load(store, app, log);

    /// <summary>The same load in a folder, and that as a file.</summary>
    (StoredRecording Stored, byte[] File) CountedInAFolder()
    {
        var store = new RecordingStore(Path.Combine(_folder.Path, "counted"));
        Load(store, "shop");
        var file = new MemoryStream();
        RecordingFile.Export(store, "shop", file, countsOnly: true);
        return (store.Open("shop")!, file.ToArray());
    }

    static IEnumerable<string> Cells(Cube cube) => cube.Cells.Select(c => string.Join(
        '|', cube.Targets[c.Target], cube.Agents[c.Agent], cube.Users[c.User], cube.Impersonators[c.Impersonator],
        cube.Namespaces[c.Namespace], cube.Verbs[c.Verb], c.Code, cube.Deprecations[c.Deprecation], c.Requests, c.First, c.Last));
}
