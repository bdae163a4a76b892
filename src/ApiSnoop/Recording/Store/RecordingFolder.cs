using System.Collections.Frozen;
using System.Collections.Immutable;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Recording.Store;

/// <summary>
/// The embedded store: a folder with one recording per app, each some immutable Parquet files and a manifest that names them.
/// A load is visible whole or not at all, and readers need no lock.
/// </summary>
internal sealed class RecordingFolder : IRecordings
{
    readonly string _apps;
    readonly KnownManifests _known;
    readonly ShareFolders _shares;

    /// <summary>A store in this folder, which need not exist yet.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="clock">Tells when a recording is made; null for the system's clock.</param>
    public RecordingFolder(string directory, TimeProvider? clock = null)
    {
        Clock = clock ?? TimeProvider.System;
        _known = new KnownManifests(Clock);
        Location = Path.GetFullPath(directory);
        _apps = Path.Combine(Location, "apps");
        _shares = new ShareFolders(Location);
    }

    /// <summary>Tells when a recording is made.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The folder.</summary>
    public string Location { get; }

    /// <inheritdoc/>
    public string Address => Location;

    /// <summary>All recordings, the damaged ones told apart.</summary>
    public StoreListing List()
    {
        var manifests = new List<Manifest>();
        var damaged = ImmutableArray.CreateBuilder<StoreDamage>();
        foreach (var folder in AppFolders())
        {
            try
            {
                if (_known.In(folder) is { } manifest) manifests.Add(manifest);
            }
            catch (Exception e) when (e is StoreException or IOException)
            {
                damaged.Add(new StoreDamage(folder, e.Message));
            }
        }

        manifests.Sort((a, b) => string.CompareOrdinal(a.App, b.App));
        return new StoreListing([.. manifests], damaged.ToImmutable());
    }

    /// <summary>The facts of an app's recording, or null when there is none.</summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    public Manifest? Find(string app) => _known.In(FolderOf(app));

    /// <summary>Says what a recording is of. Its counts stay as they are.</summary>
    /// <returns>False when there is no such recording.</returns>
    /// <exception cref="StoreException">A load of this app is running, or the recording is damaged.</exception>
    public bool SetKind(string app, RecordingKind kind)
    {
        var folder = FolderOf(app);
        if (!File.Exists(Path.Combine(folder, ManifestFile.Name))) return false;
        using var taken = LoadLock.Take(Location, app);
        if (ManifestFile.Read(folder) is not { } manifest) return false;
        ManifestFile.Replace(folder, manifest with { Kind = kind });
        return true;
    }

    /// <summary>Removes an app's recording.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="StoreException">A load of this app is running.</exception>
    public bool Remove(string app)
    {
        var folder = FolderOf(app);
        var manifest = Path.Combine(folder, ManifestFile.Name);
        if (!File.Exists(manifest)) return false;
        using var taken = LoadLock.Take(Location, app);
        if (!File.Exists(manifest)) return false;
        // Without its manifest a recording is gone; what a kill here would leave is swept by the next load.
        File.Delete(manifest);
        DiskSync.Folder(folder);
        Leftovers.Folder(folder, keep: FrozenSet<string>.Empty);
        return true;
    }

    /// <summary>Starts a new recording of an app; nothing changes for readers before its commit.</summary>
    /// <param name="app">The app's name, any text.</param>
    /// <param name="append">Whether to add to the app's recording rather than to replace it.</param>
    /// <exception cref="StoreException">Another load of this app is running, or the recording to append to is damaged.</exception>
    public RecordingDraft Begin(string app, bool append = false) => Begin(app, FolderOf(app), append, LoadLock.Take(Location, app));

    /// <summary>Starts a share of a load by several loaders.</summary>
    /// <exception cref="StoreException">The same share is being loaded.</exception>
    public RecordingDraft BeginShare(string app, Share share) =>
        Begin(app, _shares.Of(app, share), append: false, _shares.Take(app, share));

    /// <summary>All shares of a load, to put them together.</summary>
    /// <exception cref="MissingSharesException">Some are not there.</exception>
    /// <exception cref="StoreException">One is being loaded, or damaged.</exception>
    public TakenShares OpenShares(string app, int of) => _shares.Take(app, of, Read);

    RecordingDraft Begin(string app, string folder, bool append, FileStream taken)
    {
        try
        {
            return new RecordingDraft(this, app, folder, append, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>The recording that a manifest names, as it is on the disk now.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    /// <exception cref="IOException">A file is gone, as a load has just replaced it.</exception>
    public StoredRecording Read(Manifest manifest) => Read(manifest, FolderOf(manifest.App));

    static StoredRecording Read(Manifest manifest, string folder)
    {
        string PathOf(string file) => Path.Combine(folder, file);
        try
        {
            return new StoredRecording(
                manifest, CubeFile.Read(File.ReadAllBytes(PathOf(manifest.CubeFile))), [.. manifest.RequestFiles.Select(PathOf)],
                PathOf(manifest.ParameterFile), manifest.SpecFile.Length == 0 ? null : PathOf(manifest.SpecFile));
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new StoreException($"the cube of \"{manifest.App}\" is damaged: {e.Message}; load the app again", e);
        }
    }

    /// <summary>The folder of an app, whether or not it exists.</summary>
    public string FolderOf(string app) => Path.Combine(_apps, AppFolder.NameFor(app));

    /// <summary>Nothing: all files are here.</summary>
    public void Expect(IReadOnlyList<Manifest> manifests)
    {
    }

    /// <inheritdoc/>
    public string FolderWith(Manifest manifest, bool rows) => FolderOf(manifest.App);

    /// <inheritdoc/>
    public Manifest Receive(string app, bool replace, Func<RecordingFolder, Manifest> receive) => receive(this);

    string[] AppFolders()
    {
        try
        {
            return Directory.GetDirectories(_apps);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
