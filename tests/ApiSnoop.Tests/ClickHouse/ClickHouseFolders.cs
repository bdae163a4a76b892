using System.Globalization;
using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>Stores in one ClickHouse, each in a database of its own, as seen by machines that each have a folder of their own.</summary>
sealed class ClickHouseFolders(ChDbServer server) : IDisposable
{
    static int s_databases;
    readonly TemporaryFolder _folder = new();
    int _machines;

    /// <summary>A new store.</summary>
    public RecordingStore Empty()
    {
        var database = string.Create(CultureInfo.InvariantCulture, $"d{Interlocked.Increment(ref s_databases)}");
        var address = server.Store(database);
        new StoreCare(address).Init();
        return At(address);
    }

    /// <summary>A store as a machine sees it that has nothing of it yet.</summary>
    public RecordingStore Again(RecordingStore store) => At(store.Address);

    public void Dispose() => _folder.Dispose();

    RecordingStore At(string address)
    {
        var near = Path.Combine(_folder.Path, $"machine-{++_machines}");
        return new(new ClickHouseRecordings(ClickHouseAddress.Parse(address), near, TimeProvider.System), TimeProvider.System);
    }
}
