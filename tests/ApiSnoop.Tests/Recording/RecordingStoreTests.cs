using ApiSnoop.Recording;

namespace ApiSnoop.Tests.Recording;

public sealed class RecordingStoreTests : IDisposable
{
    /// <summary>The files of one recording: rows, cube, query parameters, manifest.</summary>
    const int OneRecording = 4;

    readonly TemporaryFolder _folder = new();
    readonly RecordingStore _store;

    public RecordingStoreTests() => _store = new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    string[] Files() =>
        [.. Directory.GetFiles(Path.Combine(_folder.Path, "apps"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [Fact]
    public void A_store_that_does_not_exist_yet_is_empty()
    {
        var store = new RecordingStore(Path.Combine(_folder.Path, "none"));
        store.Manifests().ShouldBeEmpty();
        store.Find("x").ShouldBeNull();
        store.Open("x").ShouldBeNull();
        store.Remove("x").ShouldBeFalse();
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var load = Recordings.Small();
        load.Save(_store, "shop");
        var read = _store.Open("shop").ShouldNotBeNull();
        read.Cube.ShouldCount(load.Cube());
        read.Manifest.App.ShouldBe("shop");
        read.Manifest.Sources.ShouldBe(load.Facts().Sources);
        read.RequestFiles.Count.ShouldBe(1);
        File.Exists(read.RequestFiles[0]).ShouldBeTrue();
    }

    [Fact]
    public void A_recording_without_requests_is_one_all_the_same()
    {
        new Recordings.Load().Save(_store, "empty");
        var read = _store.Open("empty").ShouldNotBeNull();
        read.Cube.Cells.ShouldBeEmpty();
        read.RequestFiles.ShouldBeEmpty();
    }

    [Fact]
    public void A_load_replaces_the_recording_and_leaves_no_old_files()
    {
        Recordings.Small().Save(_store, "shop");
        var second = new Recordings.Load().Add("readCoreV1Node");
        second.Save(_store, "shop");
        _store.Open("shop")!.Cube.ShouldCount(second.Cube());
        Files().Length.ShouldBe(OneRecording);
    }

    [Fact]
    public void Append_adds_counts_facts_sources_and_rows()
    {
        var first = Recordings.Small();
        first.Save(_store, "shop");
        var second = new Recordings.Load(_store.Open("shop")!.Cube).Add("readCoreV1Node").Add("listCoreV1Node", Recordings.TestAgent);
        second.Save(_store, "shop", append: true, source: "b");
        var read = _store.Open("shop")!;
        read.Cube.ShouldCount(Recordings.Small().Add("readCoreV1Node").Add("listCoreV1Node", Recordings.TestAgent).Cube());
        read.Manifest.Requests.ShouldBe(7);
        read.Manifest.Sources.Select(s => s.Name).ShouldBe(["a.log", "b.log"]);
        read.RequestFiles.Count.ShouldBe(2);
        read.RequestFiles.ShouldAllBe(f => File.Exists(f));
    }

    [Fact]
    public void A_long_load_writes_its_rows_into_several_files_so_that_memory_stays_flat()
    {
        var load = Recordings.Small();

        using (var draft = _store.Begin("shop"))
        {
            for (var i = 0; i < 130; i++) draft.WriteBlock(load.Batch, load.Dimensions);
            load.Commit(draft, load.Facts());
        }

        var files = _store.Open("shop").ShouldNotBeNull().RequestFiles;
        files.Count.ShouldBe(2);
        files.Sum(file =>
        {
            using var reader = new ParquetSharp.ParquetFileReader(file);
            return reader.FileMetaData.NumRows;
        }).ShouldBe(130 * load.Batch.Count);
    }

    [Fact]
    public void Append_adds_the_query_parameters()
    {
        new Recordings.Load().Add("readCoreV1Node", uri: "/api/v1/nodes/n?pretty=1&watch=1").Save(_store, "shop");

        new Recordings.Load(_store.Open("shop")!.Cube).Add("readCoreV1Node", uri: "/api/v1/nodes/n?watch=1")
            .Save(_store, "shop", append: true, source: "b");

        RecordedCalls.QueryParameters(_store.Open("shop")!, "readCoreV1Node").Select(p => (p.Name, p.Requests))
            .ShouldBe([("watch", 2), ("pretty", 1)]);
    }

    [Theory]
    [InlineData("cube-*")]
    [InlineData("parameters-*")]
    public void Append_refuses_a_damaged_recording_before_anything_is_loaded(string file)
    {
        Recordings.Small().Save(_store, "shop");
        File.WriteAllText(Directory.GetFiles(_folder.Path, file, SearchOption.AllDirectories).Single(), "no Parquet");

        using var draft = _store.Begin("shop", append: true);

        Should.Throw<StoreException>(() => draft.CountedBefore("1.20", ownSpec: false)).Message.ShouldContain("load the app again");
    }

    [Fact]
    public void A_recording_of_an_older_format_is_refused_and_can_be_replaced()
    {
        Recordings.Small().Save(_store, "shop");
        var manifest = Directory.GetFiles(_folder.Path, "manifest.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace($"\"format\": {Manifest.CurrentFormat}", "\"format\": 1"));

        Should.Throw<StoreException>(() => _store.Open("shop")).Message.ShouldContain("load its log again");
        Recordings.Small().Save(_store, "shop");
        _store.Open("shop").ShouldNotBeNull();
    }

    [Fact]
    public void An_appending_load_knows_which_inputs_are_there()
    {
        Recordings.Small().Save(_store, "shop");
        using (var appending = _store.Begin("shop", append: true))
        {
            appending.AlreadyLoaded("sha-a", "").ShouldBeTrue();
            appending.AlreadyLoaded("sha-b", "").ShouldBeFalse();
        }

        using var replacing = _store.Begin("shop");
        replacing.AlreadyLoaded("sha-a", "").ShouldBeFalse();
    }

    [Fact]
    public void Append_refuses_another_release()
    {
        Recordings.Small().Save(_store, "shop");
        using var draft = _store.Begin("shop", append: true);
        Should.Throw<StoreException>(() => draft.CountedBefore("1.21", ownSpec: false)).Message.ShouldContain("1.21");
    }

    [Fact]
    public void Append_needs_the_same_document_of_the_user()
    {
        SaveWithSpec("one", append: false);
        Should.Throw<StoreException>(() => SaveWithSpec("two", append: true));
        SaveWithSpec("one", append: true);
        File.ReadAllText(_store.Open("own")!.SpecFile!).ShouldBe("one");
    }

    void SaveWithSpec(string spec, bool append)
    {
        var load = Recordings.Small();
        using var draft = _store.Begin("own", append);
        using (var writer = new StreamWriter(draft.CreateSpecFile())) writer.Write(spec);
        draft.CountedBefore("1.20", ownSpec: true);
        draft.WriteBlock(load.Batch, load.Dimensions);
        load.Commit(draft, load.Facts() with { OwnSpec = true });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_load_that_gives_up_changes_nothing(int steps)
    {
        var old = Recordings.Small();
        old.Save(_store, "shop");
        var before = Files();
        using (var draft = _store.Begin("shop"))
        {
            var load = new Recordings.Load().Add("readCoreV1Node");
            if (steps > 0) draft.WriteBlock(load.Batch, load.Dimensions);
            if (steps > 1) draft.CreateSpecFile().Dispose();
        }

        Files().ShouldBe(before);
        _store.Open("shop")!.Cube.ShouldCount(old.Cube());
    }

    [Fact]
    public void A_first_load_that_gives_up_leaves_nothing()
    {
        _store.Begin("shop").Dispose();
        Files().ShouldBeEmpty();
        _store.Manifests().ShouldBeEmpty();
    }

    [Fact]
    public void The_next_load_sweeps_what_a_killed_one_left()
    {
        var old = Recordings.Small();
        var folder = Path.GetDirectoryName(old.Save(_store, "shop").RequestFiles[0])!;
        foreach (var litter in (string[])["requests-dead.parquet", "cube-dead.parquet", "manifest.json.new"])
            File.WriteAllText(Path.Combine(folder, litter), "half");
        _store.Open("shop")!.Cube.ShouldCount(old.Cube());
        using (_store.Begin("shop")) Files().Length.ShouldBe(OneRecording);
        _store.Open("shop")!.Cube.ShouldCount(old.Cube());
    }

    [Fact]
    public void Two_loads_of_one_app_at_once_are_refused_but_not_of_two_apps()
    {
        using var first = _store.Begin("shop");
        Should.Throw<StoreException>(() => _store.Begin("shop")).Message.ShouldBe("another load of \"shop\" is running");
        using var other = _store.Begin("other");
    }

    [Fact]
    public void Remove_removes_everything_of_the_app_only()
    {
        Recordings.Small().Save(_store, "shop");
        Recordings.Small().Save(_store, "keep");
        _store.Remove("shop").ShouldBeTrue();
        _store.Remove("shop").ShouldBeFalse();
        _store.Manifests().Select(m => m.App).ShouldBe(["keep"]);
        Files().Length.ShouldBe(OneRecording);
    }

    public static TheoryData<string> Names =>
        ["..", ".", "/etc/passwd", "a/b", "a\\b", "CON", "nul.txt", "Shop", "shop", "SHOP", "日本", "e\u0301", "é", " ", "a\nb", "-x",
            new string('x', 300), "a*?\"<>|"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_text_can_be_an_apps_name(string app)
    {
        var load = new Recordings.Load().Add("readCoreV1Node", agent: app);
        foreach (string other in Names.Select(n => n.Data)) Recordings.Small().Save(_store, other);
        load.Save(_store, app);
        _store.Open(app)!.Cube.ShouldCount(load.Cube());
        _store.Manifests().Select(m => m.App).ShouldBe(Names.Select(n => n.Data).Order(StringComparer.Ordinal));
        Directory.GetDirectories(Path.Combine(_folder.Path, "apps")).Select(d => Path.GetFileName(d).ToLowerInvariant()).Distinct().Count()
            .ShouldBe(Names.Count);
        _store.Remove(app).ShouldBeTrue();
        _store.Find(app).ShouldBeNull();
    }

    [Fact]
    public void A_damaged_recording_is_reported_and_can_be_replaced()
    {
        Recordings.Small().Save(_store, "good");
        var file = Recordings.Small().Save(_store, "bad").RequestFiles[0];
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "manifest.json"), "{ half");
        var listing = _store.List();
        listing.Manifests.Select(m => m.App).ShouldBe(["good"]);
        listing.Damaged.Length.ShouldBe(1);
        Should.Throw<StoreException>(() => _store.Open("bad"));
        Should.Throw<StoreException>(() => _store.Begin("bad", append: true));
        Recordings.Small().Save(_store, "bad");
        _store.List().Damaged.ShouldBeEmpty();
        Files().Length.ShouldBe(2 * OneRecording);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("/etc/passwd")]
    public void A_manifest_cannot_lead_out_of_its_folder(string name)
    {
        var file = Recordings.Small().Save(_store, "bad").RequestFiles[0];
        var manifest = Path.Combine(Path.GetDirectoryName(file)!, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(Path.GetFileName(file), name));
        Should.Throw<StoreException>(() => _store.Open("bad")).Message.ShouldContain("no file name");
    }

    [Fact]
    public void A_damaged_cube_is_told_in_words()
    {
        var file = Recordings.Small().Save(_store, "bad").RequestFiles[0];
        var cube = Directory.GetFiles(Path.GetDirectoryName(file)!, "cube-*")[0];
        var bytes = File.ReadAllBytes(cube);
        foreach (var length in (int[])[0, 3, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(cube, bytes[..length]);
            Should.Throw<StoreException>(() => _store.Open("bad"));
        }

        File.Delete(cube);
        Should.Throw<StoreException>(() => _store.Open("bad"));
    }

    [Fact]
    public async Task A_reader_during_replacing_loads_sees_one_of_them_whole()
    {
        Recordings.Small().Save(_store, "shop");
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var reads = 0;
            for (; !stop.IsCancellationRequested; reads++)
            {
                var read = _store.Open("shop").ShouldNotBeNull();
                read.Cube.Requests.ShouldBe(read.Manifest.Requests);
            }

            return reads;
        });
        for (var i = 0; i < 100; i++)
        {
            var load = new Recordings.Load();
            for (var j = 0; j <= i % 7; j++) load.Add("readCoreV1Node");
            load.Save(_store, "shop");
        }

        await stop.CancelAsync();
        (await reader).ShouldBeGreaterThan(0);
    }
}
