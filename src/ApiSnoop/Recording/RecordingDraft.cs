using System.Globalization;
using System.Security.Cryptography;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording;

/// <summary>
/// A recording that is being written beside the one in force. Commit puts it in force; disposing without a commit, or
/// being killed, leaves everything as it was.
/// </summary>
public sealed class RecordingDraft : IDisposable
{
    /// <summary>A Parquet writer keeps the facts of its row groups in memory until it ends, so a long load writes several files.</summary>
    const int MostRowGroups = 128;

    readonly RecordingFolder _store;
    readonly string _app, _folder, _generation;
    readonly FileStream _lock;
    readonly Manifest? _previous;
    readonly HashSet<(string Sha256, string Filters)> _loaded;
    readonly List<string> _rowFiles = [];
    RequestRows? _rows;
    int _rowGroups;
    IReadOnlyList<ParameterCount> _parametersBefore = [];
    bool _finished;

    internal RecordingDraft(RecordingFolder store, string app, string folder, bool append, FileStream taken)
    {
        _store = store;
        _app = app;
        _folder = folder;
        _lock = taken;
        var inForce = InForce(folder, append);
        if (append && inForce is { Format: < Manifest.CurrentFormat })
        {
            throw new StoreException(
                $"the recording of \"{app}\" was made by an older APISnoop ({inForce.ToolVersion}) and cannot be added to: load its logs "
                    + "anew, without --append");
        }

        if (append && inForce is { HoldsCountsOnly: true })
            throw new StoreException(
                $"the recording of \"{app}\" holds counts only and cannot be added to: what is in it already could not be told");
        _previous = append ? inForce : null;
        Replaced = append ? null : inForce;
        _loaded = [.. (_previous?.Sources ?? []).Select(s => (s.Sha256, s.Filters))];
        // Never used before, so that a reader with an old manifest cannot meet new files under old names.
        _generation = string.Create(
            CultureInfo.InvariantCulture,
            $"{store.Clock.GetUtcNow():yyyyMMddHHmmss}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        MakeFolder();
        if (inForce is not null || !File.Exists(Path.Combine(folder, ManifestFile.Name))) Clear(inForce);
    }

    /// <summary>The facts that this draft adds to; null unless it appends to a recording that exists.</summary>
    public Manifest? Previous => _previous;

    /// <summary>The facts of the recording that this draft replaces; null if there is none.</summary>
    public Manifest? Replaced { get; internal set; }

    /// <summary>Whether rows are not written, as the store that the recording is for keeps none.</summary>
    internal bool LeavesOutRows { get; set; }

    /// <summary>What is done with what was written here, where it is not yet in the store then; gives the facts in force.</summary>
    internal Func<Manifest, Manifest> SendOn { get; set; } = facts => facts;

    /// <summary>What is done when the draft has gone, committed or not.</summary>
    internal Action CleanUp { get; set; } = () => { };

    /// <summary>
    /// Whether an input with this hash is already in the recording that this draft adds to, loaded under the same filters.
    /// </summary>
    /// <param name="sha256">The hash.</param>
    /// <param name="filters">The filters, see <see cref="SourceFile"/>.</param>
    public bool AlreadyLoaded(string sha256, string filters) => _loaded.Contains((sha256, filters));

    /// <summary>The counts that this draft goes on from: those of the recording that it adds to, else none.</summary>
    /// <param name="release">The release that the load is matched against.</param>
    /// <param name="ownSpec">Whether that is the user's own document, whose file was written before.</param>
    /// <exception cref="StoreException">The recording was matched against other operations, or is damaged.</exception>
    public Cube CountedBefore(string release, bool ownSpec)
    {
        if (_previous is null) return Cube.Empty;
        ManifestSum.RequireSame(_previous, release, ownSpec, SameSpec);
        // What cannot be read of it should be told now, and not after an hour of loading.
        var before = _store.Read(_previous);
        _parametersBefore = ParameterFile.Read(before.ParameterFile);
        return before.Cube;
    }

    /// <summary>
    /// The requests of the recording that this draft adds to, known at first from a time on, in microseconds since 1970 UTC.
    /// </summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    internal CountedRequests RequestsBefore(long since) =>
        _previous is null ? CountedRequests.None : new([.. _previous.RequestFiles.Select(f => Path.Combine(_folder, f))], since);

    /// <summary>Makes the file that keeps the operations of the user's own document; the caller writes and closes it.</summary>
    public Stream CreateSpecFile() => new FileStream(SpecPath, FileMode.Create, FileAccess.Write);

    /// <summary>Writes the next column of a block of rows. One thread at a time, not needed to be the one that made the draft.</summary>
    /// <returns>Whether the block is written whole, so that the next may follow.</returns>
    internal bool WriteColumn(RequestBatch batch, Dimensions dimensions)
    {
        if (batch.Count == 0 || LeavesOutRows) return true;
        if (_rowGroups == MostRowGroups)
        {
            CloseRows();
            // The writer's library frees some of its memory in finalizers, and a load makes too little garbage for them to run.
            GC.Collect();
        }

        _rows ??= BeginRows(dimensions);
        if (!_rows.WriteColumn(batch)) return false;
        _rowGroups++;
        return true;
    }

    /// <summary>Writes what was counted. Rows may be written at the same time by another thread.</summary>
    /// <param name="dimensions">What the counts are about.</param>
    /// <param name="cube">What was counted, with what was counted before.</param>
    /// <param name="parameters">How often which query parameters were sent.</param>
    internal void WriteCounts(Dimensions dimensions, CubeCounter cube, ParameterCounter parameters)
    {
        CubeFile.Write(CubePath, cube, dimensions);
        Flush(CubePath);
        ParameterFile.Write(ParameterPath, ParameterCount.Sum([.. _parametersBefore, .. parameters.ToCounts()]));
        Flush(ParameterPath);
    }

    /// <summary>Puts the recording in force, whole or not at all, when rows and counts are written.</summary>
    /// <param name="facts">What was loaded; the names of the store's files are filled in here.</param>
    /// <returns>The facts of the whole recording.</returns>
    internal Manifest Commit(Manifest facts)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        facts = Named(facts);
        if (_previous is not null) facts = ManifestSum.Add(_previous, facts);
        CloseRows();
        if (File.Exists(SpecPath)) Flush(SpecPath);
        ManifestFile.Replace(_folder, facts);
        _finished = true;
        Clear(facts);
        return SendOn(facts);
    }

    /// <summary>Lets go of the app; without a commit before, the draft's files are removed.</summary>
    public void Dispose()
    {
        _rows?.Dispose();
        if (!_finished) Abandon();
        _finished = true;
        _lock.Dispose();
        CleanUp();
    }

    string CubeName => $"cube-{_generation}.parquet";

    string ParameterName => $"parameters-{_generation}.parquet";

    string SpecName => $"operations-{_generation}.tsv";

    string CubePath => Path.Combine(_folder, CubeName);

    string ParameterPath => Path.Combine(_folder, ParameterName);

    string SpecPath => Path.Combine(_folder, SpecName);

    Manifest Named(Manifest facts) => facts with
    {
        App = _app,
        Format = Manifest.CurrentFormat,
        CubeFile = CubeName,
        ParameterFile = ParameterName,
        RequestFiles = [.. _rowFiles],
        SpecFile = File.Exists(SpecPath) ? SpecName : "",
    };

    /// <summary>The manifest in force; a damaged one can be replaced but not appended to.</summary>
    static Manifest? InForce(string folder, bool append)
    {
        try
        {
            return ManifestFile.Read(folder);
        }
        catch (StoreException) when (!append)
        {
            return null;
        }
    }

    void MakeFolder()
    {
        if (Directory.Exists(_folder)) return;
        Directory.CreateDirectory(_folder);
        DiskSync.Folder(Path.GetDirectoryName(_folder)!);
    }

    bool SameSpec(Manifest previous) =>
        File.Exists(SpecPath)
        && File.ReadAllBytes(SpecPath).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(_folder, previous.SpecFile)));

    RequestRows BeginRows(Dimensions dimensions)
    {
        _rowFiles.Add(string.Create(CultureInfo.InvariantCulture, $"requests-{_generation}-{_rowFiles.Count + 1}.parquet"));
        return new RequestRows(Path.Combine(_folder, _rowFiles[^1]), dimensions);
    }

    void CloseRows()
    {
        if (_rows is null) return;
        _rows.Finish();
        _rows.Dispose();
        Flush(Path.Combine(_folder, _rowFiles[^1]));
        (_rows, _rowGroups) = (null, 0);
    }

    static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    void Abandon()
    {
        foreach (var name in (ReadOnlySpan<string>)[.. _rowFiles, CubeName, ParameterName, SpecName])
            File.Delete(Path.Combine(_folder, name));
        if (!Directory.EnumerateFileSystemEntries(_folder).Any()) Directory.Delete(_folder);
    }

    void Clear(Manifest? keep)
    {
        // An app without a recording keeps its folder: this draft is about to write there.
        var names = keep is null ? [ManifestFile.Name] : ManifestFile.FilesOf(keep).ToHashSet(StringComparer.Ordinal);
        Leftovers.Folder(_folder, names);
    }
}
