using System.Collections;
using System.Globalization;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// Request rows in a store that keeps them: ClickHouse reads and writes Parquet itself, so the files of a recording go there and come back.
/// </summary>
/// <param name="server">The store.</param>
internal sealed class StoredRows(ClickHouseServer server)
{
    /// <summary>The rows of a file are numbered from its own number times this on.</summary>
    const long FileRows = 1L << 40;

    readonly Lazy<bool> _isKept = new(() => Number(
        server,
        $"SELECT count() FROM system.tables WHERE database = {StoredCells.Text(server.Address.Database)} AND name = 'requests'") > 0);

    /// <summary>Whether the store keeps rows, as it was made to.</summary>
    /// <exception cref="StoreException">It does not answer.</exception>
    public bool AreKept => _isKept.Value;

    /// <summary>Sends a recording's files of rows.</summary>
    /// <exception cref="StoreException">They cannot be stored, or not all arrived.</exception>
    public void Send(string app, string generation, IReadOnlyList<string> files, long requests, Func<int, string> token)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"toUInt64({i * FileRows} + rowNumberInAllBlocks())");
            server.InsertParquet(
                $"{Schema.Rows} SELECT {StoredCells.Text(app)}, {StoredCells.Text(generation)}, {place}, {Schema.RowColumns} "
                + $"FROM input('{Schema.ParquetColumns}')",
                File.ReadAllBytes(files[i]), token(i + 1));
        }

        if (Replication.Await(() => CountOf(app, generation), count => count == requests) is var arrived && arrived != requests)
            throw new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"{server.Address.Text} holds {arrived} of {requests} rows of \"{app}\" that were sent: nothing was put in force. Do it "
                + $"again"));
    }

    /// <summary>Brings a file of rows.</summary>
    /// <param name="manifest">The recording.</param>
    /// <param name="generation">Its generation.</param>
    /// <param name="file">Which of its files, from 0.</param>
    /// <exception cref="StoreException">They cannot be brought.</exception>
    public byte[] Bring(Manifest manifest, string generation, int file) => server.AskParquet(string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT {Schema.RowColumns} FROM requests WHERE {StoredCells.Whose(manifest.App, generation)} AND place >= {file * FileRows} "
        + $"AND place < {(file + 1) * FileRows} ORDER BY place"));

    /// <summary>Holds that all rows of a recording are there still.</summary>
    /// <exception cref="StoreException">Some are gone.</exception>
    public void RequireAll(Manifest manifest, string generation)
    {
        if (CountOf(manifest.App, generation) is var left && left != manifest.Requests)
            throw new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"of \"{manifest.App}\" {left} of {manifest.Requests} request rows are left: its store keeps them for some days only. Its "
                + $"counts are whole; spans of time and single requests cannot be asked for any more"));
    }

    long CountOf(string app, string generation) =>
        Number(server, $"SELECT count() FROM requests WHERE {StoredCells.Whose(app, generation)}");

    static long Number(ClickHouseServer server, string question)
    {
        using var answer = server.Ask(question);
        return checked((long)answer.ReadUInt64());
    }
}

/// <summary>The paths of files that are brought here when somebody looks at one.</summary>
/// <param name="count">How many there are.</param>
/// <param name="bring">Brings all of them.</param>
internal sealed class FilesOnDemand(int count, Func<IReadOnlyList<string>> bring) : IReadOnlyList<string>
{
    readonly Lazy<IReadOnlyList<string>> _paths = new(bring, LazyThreadSafetyMode.PublicationOnly);

    public int Count => count;

    public string this[int index] => _paths.Value[index];

    public IEnumerator<string> GetEnumerator() => _paths.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
