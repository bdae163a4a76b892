using ApiSnoop.Recording;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>A store in a folder.</summary>
public sealed class FolderStoreTests : StoreRules
{
    readonly TemporaryFolder _folder = new();

    public override void Dispose()
    {
        _folder.Dispose();
        base.Dispose();
    }

    protected override RecordingStore Empty() => new(_folder.Path);

    protected override RecordingStore Again(RecordingStore store) => new(store.Location);
}

/// <summary>A store in ClickHouse.</summary>
public sealed class ClickHouseStoreTests(ChDbServer server) : StoreRules, IClassFixture<ChDbServer>
{
    readonly ClickHouseFolders _folders = new(server);

    public override void Dispose()
    {
        _folders.Dispose();
        base.Dispose();
    }

    protected override RecordingStore Empty() => _folders.Empty();

    protected override RecordingStore Again(RecordingStore store) => _folders.Again(store);
}
