using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// Recordings in ClickHouse. A load counts here, as into a folder, and sends what it counted; who reads has the cells brought into a
/// folder, summed by the engine, and reads them there. So everything behind is the same as with a folder.
/// </summary>
internal sealed class ClickHouseRecordings : IRecordings
{
    /// <summary>What the manifest of a recording says whose single requests were not sent.</summary>
    const string CountsOnlyNote =
        "It holds counts only: its store keeps no single requests, so that spans of time and audit ids cannot be asked for, and "
            + "requests that another recording holds too are counted again.";

    readonly ClickHouseServer _server;
    readonly RecordingsTable _table;
    readonly StoredRows _rows;
    readonly StoredShares _shares;
    readonly RecordingFolder _near;
    readonly BroughtFiles _brought;
    readonly TimeProvider _clock;

    /// <param name="address">Where the store is.</param>
    /// <param name="near">The folder of this machine for what is brought here, and what is no recording.</param>
    /// <param name="clock">Tells when a recording is made.</param>
    public ClickHouseRecordings(ClickHouseAddress address, string near, TimeProvider clock)
    {
        _server = new ClickHouseServer(address);
        _table = new RecordingsTable(_server, clock);
        _rows = new StoredRows(_server);
        _shares = new StoredShares(_server, clock);
        _near = new RecordingFolder(near, clock);
        _brought = new BroughtFiles(_server, _table, _rows, _near);
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Address => _server.Address.Text;

    /// <inheritdoc/>
    public string Location => _near.Location;

    string Staging => Path.Combine(Location, "staging");

    /// <inheritdoc/>
    public StoreListing List()
    {
        var manifests = new List<Manifest>();
        var damaged = ImmutableArray.CreateBuilder<StoreDamage>();
        foreach (var (app, row) in _table.All())
        {
            try
            {
                if (row.Facts.Length > 0) manifests.Add(row.Manifest(app));
            }
            catch (StoreException e)
            {
                damaged.Add(new StoreDamage($"{Address} {app}", e.Message));
            }
        }

        manifests.Sort((a, b) => string.CompareOrdinal(a.App, b.App));
        return new StoreListing([.. manifests], damaged.ToImmutable());
    }

    /// <inheritdoc/>
    public Manifest? Find(string app) => _table.All().GetValueOrDefault(app) is { Facts.Length: > 0 } row ? row.Manifest(app) : null;

    /// <inheritdoc/>
    public void Expect(IReadOnlyList<Manifest> manifests) => _brought.BringTogether(manifests);

    /// <inheritdoc/>
    public StoredRecording Read(Manifest manifest)
    {
        _brought.Bring(manifest);
        var stored = _near.Read(manifest);
        if (manifest.RequestFiles.IsEmpty) return stored;
        var rows = new FilesOnDemand(manifest.RequestFiles.Length, () => _brought.RowsOf(manifest, stored.RequestFiles));
        return stored with { RequestFiles = rows };
    }

    /// <inheritdoc/>
    public string FolderWith(Manifest manifest, bool rows)
    {
        _brought.Bring(manifest);
        var folder = _near.FolderOf(manifest.App);
        if (rows) _brought.RowsOf(manifest, [.. manifest.RequestFiles.Select(f => Path.Combine(folder, f))]);
        return folder;
    }

    /// <inheritdoc/>
    public bool SetKind(string app, RecordingKind kind)
    {
        if (_table.Now(app) is not { Facts.Length: > 0 } row) return false;
        _table.Switch(app, row, row.Generation, row.Manifest(app) with { Kind = kind });
        return true;
    }

    /// <inheritdoc/>
    public bool Remove(string app)
    {
        if (_table.Now(app) is not { Facts.Length: > 0 } row) return false;
        _table.Switch(app, row, "", null);
        return true;
    }

    /// <inheritdoc/>
    public RecordingDraft Begin(string app, bool append)
    {
        var row = _table.Now(app);
        var before = row is { Facts.Length: > 0 } ? row.Manifest(app) : null;
        return Draft(staged =>
        {
            if (append && before is not null) CopyInto(staged, before);
            var draft = staged.Begin(app, append);
            if (!append) draft.Replaced = before;
            draft.LeavesOutRows = !_rows.AreKept;
            draft.SendOn = manifest => Send(staged, _rows.AreKept ? manifest : WithoutRows(manifest), row);
            return draft;
        });
    }

    /// <inheritdoc/>
    public RecordingDraft BeginShare(string app, Share share)
    {
        var before = _shares.Now(app, share);
        return Draft(staged =>
        {
            var draft = staged.Begin(app);
            draft.SendOn = manifest => _shares.Send(staged, manifest, share, before);
            return draft;
        });
    }

    /// <inheritdoc/>
    public TakenShares OpenShares(string app, int of)
    {
        var waiting = _shares.Of(app);
        var all = Share.All(of);
        var missing = all.Where(s => !waiting.ContainsKey(s)).ToImmutableArray();
        if (!missing.IsEmpty) throw new MissingSharesException(app, of, missing);
        var staged = StagedFolder.Make(Staging, _clock);
        try
        {
            return new(
                [.. all.Select(s => _shares.Bring(staged.Folder, app, s, waiting[s]))], () => _shares.Remove(app, waiting), staged.Dispose);
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Manifest Receive(string app, bool replace, Func<RecordingFolder, Manifest> receive)
    {
        var row = _table.Now(app);
        if (!replace && row is { Facts.Length: > 0 })
            throw new StoreException($"there is a recording of \"{app}\" already: give --replace, or another name with --as");
        using var staged = StagedFolder.Make(Staging, _clock);
        var manifest = receive(staged.Folder);
        return Send(staged.Folder, manifest.RequestFiles.IsEmpty || _rows.AreKept ? manifest : WithoutRows(manifest), row);
    }

    /// <summary>A draft in a folder of this machine, which goes with it.</summary>
    RecordingDraft Draft(Func<RecordingFolder, RecordingDraft> begin)
    {
        var staged = StagedFolder.Make(Staging, _clock);
        try
        {
            var draft = begin(staged.Folder);
            draft.CleanUp = staged.Dispose;
            return draft;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>Sends a recording's counts, holds the sum against what was sent, and puts it in force.</summary>
    Manifest Send(RecordingFolder from, Manifest manifest, InForce? before)
    {
        var stored = from.Read(manifest);
        var (app, generation) = (manifest.App, GenerationOf(manifest));
        var sources = SourceDigest(manifest);
        string Token(string what, int number) => FormattableString.Invariant($"{generation} {sources} {what} {number}");
        var number = 0;
        foreach (var block in StoredCells.Blocks(app, generation, stored.Cube))
            _server.Insert(Schema.Cells, block, Token("cells", ++number));
        number = 0;
        foreach (var block in StoredCells.Blocks(app, generation, ParameterFile.Read(stored.ParameterFile)))
            _server.Insert(Schema.Parameters, block, Token("parameters", ++number));
        if (stored.SpecFile is { } spec) SendDocument(generation, File.ReadAllText(spec), Token("document", 1));
        if (!manifest.RequestFiles.IsEmpty)
            _rows.Send(app, generation, stored.RequestFiles, manifest.Requests, part => Token("rows", part));
        var (requests, cells) = Replication.Await(
            () => SumOf(app, generation), sum => sum == (manifest.Requests, stored.Cube.Cells.Length));
        if (requests != manifest.Requests || cells != stored.Cube.Cells.Length)
            throw new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Address} holds {requests} requests in {cells} cells of \"{app}\" where {manifest.Requests} in "
                + $"{stored.Cube.Cells.Length} were sent: nothing was put in force. Do it again, or see apisnoop store check"));
        _table.Switch(app, before, generation, manifest);
        return manifest;
    }

    static Manifest WithoutRows(Manifest manifest) => manifest with { RequestFiles = [], Notes = [.. manifest.Notes, CountsOnlyNote] };

    void SendDocument(string generation, string content, string token)
    {
        var block = new MemoryStream();
        using (var row = new BinaryWriter(block, Encoding.UTF8, leaveOpen: true))
        {
            row.Write(generation);
            row.Write(content);
        }

        _server.Insert(Schema.Documents, block.ToArray(), token);
    }

    (long Requests, long Cells) SumOf(string app, string generation)
    {
        using var answer = _server.Ask(StoredCells.SumQuestion(app, generation));
        return (checked((long)answer.ReadUInt64()), checked((long)answer.ReadUInt64()));
    }

    void CopyInto(RecordingFolder staging, Manifest manifest)
    {
        var (from, to) = (FolderWith(manifest, rows: true), staging.FolderOf(manifest.App));
        Directory.CreateDirectory(to);
        foreach (var file in ManifestFile.FilesOf(manifest).Skip(1)) File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        ManifestFile.Replace(to, manifest);
    }

    /// <summary>The generation stands in the name of the recording's cube.</summary>
    public static string GenerationOf(Manifest manifest) => manifest.CubeFile["cube-".Length..^".parquet".Length];

    static string SourceDigest(Manifest manifest) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', manifest.Sources.Select(s => s.Sha256 + s.Filters)))).AsSpan(0, 8));
}
