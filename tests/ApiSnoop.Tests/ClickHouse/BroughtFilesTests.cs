using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>Which files of a store in ClickHouse are on this machine.</summary>
public sealed class BroughtFilesTests(ChDbServer server) : IClassFixture<ChDbServer>, IDisposable
{
    readonly ClickHouseFolders _folders = new(server);
    readonly OpenedRecordings _opened = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void Recordings_that_were_looked_at_and_replaced_come_with_the_first_of_them_and_no_others()
    {
        string[] apps = ["bank", "dns", "shop"];
        var store = _folders.Empty();
        foreach (var app in apps) SmallLog.Load(store, app);
        var before = Shelf(store);
        foreach (var app in apps) before.Open(app);

        foreach (var app in (string[])[.. apps, "zeta"]) SmallLog.Load(store, app);
        IsHere(store, "bank").ShouldBeFalse();
        Shelf(store).Open("dns");

        apps.ShouldAllBe(app => IsHere(store, app));
        IsHere(store, "zeta").ShouldBeFalse();
    }

    [Fact]
    public void Who_looks_at_the_store_as_it_was_takes_nothing_from_those_who_look_at_it_now()
    {
        var store = _folders.Empty();
        SmallLog.Load(store, "shop");
        var then = Shelf(store);
        then.Store.Manifests().Count.ShouldBe(1);
        SmallLog.Load(store, "shop", "app-demo-app-v1.20.2-requestresponse");
        Shelf(store).Open("shop")!.Stored.Cube.Requests.ShouldBe(439);

        then.Open("shop")!.Stored.Cube.Requests.ShouldBe(283);

        IsHere(store, "shop").ShouldBeTrue();
        SmallLog.Load(store, "shop");
        Shelf(store).Open("shop")!.Stored.Cube.Requests.ShouldBe(283);
        Directory.GetFiles(FolderOf(store, "shop"), "cube-*").Length.ShouldBe(1, "what was replaced goes with the next one");
    }

    RecordingShelf Shelf(RecordingStore store) =>
        new(store.AtOneMoment(), _opened, new StoreNoise(store.Location), new ConformanceShelf(store.Location));

    static bool IsHere(RecordingStore store, string app) => File.Exists(Path.Combine(FolderOf(store, app), store.Find(app)!.CubeFile));

    static string FolderOf(RecordingStore store, string app) => Path.Combine(store.Location, "apps", AppFolder.NameFor(app));
}
