using System.Globalization;
using System.Text;
using ApiSnoop.Recording.Sharing;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// Shares of a load that wait in the store to be put together. Cells alone would not do, as a request that two loaders met is told by its
/// row only, so a share is stored as the file that it would be sent as, in pieces; it is in force when the table of shares says so.
/// </summary>
/// <param name="server">The store.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class StoredShares(ClickHouseServer server, TimeProvider clock)
{
    /// <summary>A piece is sent, and if need be sent again, as a whole; in bytes.</summary>
    const int PieceBytes = 4 << 20;

    readonly RecordingsTable _table = new(server, clock, Schema.Shares);

    /// <summary>The row in force of a share; null where it was never loaded.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public InForce? Now(string app, Share share) => _table.Now(KeyOf(app, share));

    /// <summary>All shares of an app that are in force, those of other divisions too.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public IReadOnlyDictionary<Share, InForce> Of(string app)
    {
        var shares = new Dictionary<Share, InForce>();
        foreach (var (key, row) in _table.Afresh())
            if (row.Facts.Length > 0 && ShareIn(key, app) is { } share)
                shares.Add(share, row);
        return shares;
    }

    /// <summary>How many shares of all apps wait to be put together.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public int Count => _table.Afresh().Values.Count(r => r.Facts.Length > 0);

    /// <summary>Sends a share, and puts it in force when all of it is there.</summary>
    /// <param name="from">Where its recording is.</param>
    /// <param name="manifest">Its facts.</param>
    /// <param name="share">Which share of the app it is.</param>
    /// <param name="before">What was in force when its load began.</param>
    /// <returns>Its facts.</returns>
    /// <exception cref="StoreException">It cannot be stored, or another loader's came first.</exception>
    public Manifest Send(RecordingFolder from, Manifest manifest, Share share, InForce? before)
    {
        using var file = FileIn(from);
        RecordingFile.Export(new RecordingStore(from, clock), manifest.App, file, countsOnly: false);
        file.Position = 0;
        var generation = ClickHouseRecordings.GenerationOf(manifest);
        var pieces = Send(generation, file);
        var (arrived, _) = Replication.Await(() => Arrived(generation), found => found == (pieces, pieces));
        if (arrived != pieces)
            throw new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"{server.Address.Text} holds {arrived} of {pieces} pieces of share {share} of \"{manifest.App}\": it was not put in "
                + $"force. Load it again, or see apisnoop store check"));
        _table.Switch(KeyOf(manifest.App, share), before, generation, manifest);
        return manifest;
    }

    /// <summary>Brings a share.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="app">The app.</param>
    /// <param name="share">Which share of it.</param>
    /// <param name="row">What of it is in force.</param>
    /// <exception cref="StoreException">Some of it is not there, or it is damaged.</exception>
    public StoredRecording Bring(RecordingFolder to, string app, Share share, InForce row)
    {
        var (arrived, pieces) = Replication.Await(() => Arrived(row.Generation), found => found.Pieces > 0 && found.Pieces == found.Of);
        if (arrived == 0 || arrived != pieces)
            throw new StoreException($"{server.Address.Text} lacks a part of share {share} of \"{app}\": load it again");
        using var file = FileIn(to);
        for (ulong number = 0; number < pieces; number++) file.Write(Piece(row.Generation, number));
        file.Position = 0;
        try
        {
            return to.Read(RecordingFile.Import(new RecordingStore(to, clock), file, share.ToString()));
        }
        catch (InvalidDataException e)
        {
            throw new StoreException($"share {share} of \"{app}\" is damaged: {e.Message}; load it again", e);
        }
    }

    /// <summary>
    /// Takes shares out of force: they are in a recording. One that was loaded again meanwhile stays; what was sent of the others is left
    /// to <see cref="StoreCare.Sweep"/>.
    /// </summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public void Remove(string app, IReadOnlyDictionary<Share, InForce> used) => _table.Remove(
        [.. Of(app).Where(s => used.GetValueOrDefault(s.Key)?.Mark == s.Value.Mark).Select(s => (KeyOf(app, s.Key), s.Value))]);

    static FileStream FileIn(RecordingFolder folder) => new(Path.Combine(folder.Location, "share"), FileMode.Create, FileAccess.ReadWrite);

    /// <summary>Sends a file in pieces.</summary>
    /// <returns>How many they are.</returns>
    uint Send(string generation, FileStream file)
    {
        var pieces = checked((uint)((file.Length + PieceBytes - 1) / PieceBytes));
        var content = new byte[PieceBytes];
        for (uint number = 0; number < pieces; number++)
        {
            var length = file.ReadAtLeast(content, PieceBytes, throwOnEndOfStream: false);
            var token = string.Create(CultureInfo.InvariantCulture, $"{generation} piece {number}");
            server.Insert(Schema.Pieces, Row(generation, number, pieces, content.AsSpan(0, length)), token);
        }

        return pieces;
    }

    /// <summary>How many pieces of a generation are there, and how many there are to be.</summary>
    (ulong Pieces, ulong Of) Arrived(string generation)
    {
        using var answer = server.Ask(
            $"SELECT uniqExact(piece), toUInt64(max(pieces)) FROM {Schema.PiecesTable} WHERE generation = {StoredCells.Text(generation)}");
        return (answer.ReadUInt64(), answer.ReadUInt64());
    }

    byte[] Piece(string generation, ulong number)
    {
        using var answer = server.Ask(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT content FROM {Schema.PiecesTable} WHERE generation = {StoredCells.Text(generation)} AND piece = {number} LIMIT 1"));
        return answer.ReadBytes(answer.Read7BitEncodedInt());
    }

    static byte[] Row(string generation, uint number, uint pieces, ReadOnlySpan<byte> content)
    {
        var block = new MemoryStream(content.Length + 100);
        using (var row = new BinaryWriter(block, Encoding.UTF8, leaveOpen: true))
        {
            row.Write(generation);
            row.Write(number);
            row.Write(pieces);
            row.Write7BitEncodedInt(content.Length);
            row.Write(content);
        }

        return block.ToArray();
    }

    static string KeyOf(string app, Share share) => $"{app}, share {share}";

    /// <summary>Which share of an app a key is of; null for another app's, whatever its name.</summary>
    static Share? ShareIn(string key, string app)
    {
        var place = key.LastIndexOf(' ') + 1;
        try
        {
            return Share.Parse(key[place..], null) is var share && key == KeyOf(app, share) ? share : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
