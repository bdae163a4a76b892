using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording;

/// <summary>
/// One recording per app, each some facts and some counts. A load is visible whole or not at all, and readers need no lock. It is a
/// folder of this machine unless an address says otherwise.
/// </summary>
public sealed class RecordingStore
{
    /// <summary>How often a reader that lost its files to a replacing load looks again.</summary>
    const int Attempts = 20;
    readonly IRecordings _recordings;
    readonly StoreMoment? _moment;

    /// <summary>A store in this folder, which need not exist yet.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="clock">Tells when a recording is made; null for the system's clock.</param>
    public RecordingStore(string directory, TimeProvider? clock = null)
        : this(new RecordingFolder(directory, clock), clock)
    {
    }

    internal RecordingStore(IRecordings recordings, TimeProvider? clock, StoreMoment? moment = null)
    {
        (_recordings, _moment) = (recordings, moment);
        Clock = clock ?? TimeProvider.System;
    }

    /// <summary>Tells when a recording is made.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The folder of this machine for all that is no recording; of a store in a folder that folder.</summary>
    public string Location => _recordings.Location;

    /// <summary>Where the recordings are, as <c>--store</c> takes it.</summary>
    public string Address => _recordings.Address;

    /// <summary>The store at an address.</summary>
    /// <param name="address">A folder, or the address of a database; see <see cref="StoreAddress"/>.</param>
    /// <exception cref="FormatException">It is no address; the message says what is wrong.</exception>
    public static RecordingStore At(string address) => StoreAddress.Parse(address).Open(TimeProvider.System);

    /// <summary>Where recordings are kept unless the user says otherwise: a folder, or an address.</summary>
    public static string DefaultAddress() =>
        Environment.GetEnvironmentVariable("APISNOOP_STORE") is { Length: > 0 } store ? store : DefaultDirectory();

    /// <summary>The user's folder for recordings, and for what belongs to this machine beside a store elsewhere.</summary>
    public static string DefaultDirectory()
    {
        if (Environment.GetEnvironmentVariable("APISNOOP_STORE") is { Length: > 0 } store && !StoreAddress.IsUrl(store)) return store;
        if (Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data))
            return Path.Combine(data, "apisnoop");
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(folder, "apisnoop");
    }

    /// <summary>
    /// This store as its listing is when it is first asked for, for who reads many recordings that shall belong together. A recording
    /// whose files have gone since is taken as it is then. Not for writing.
    /// </summary>
    public RecordingStore AtOneMoment() => new(_recordings, Clock, new StoreMoment(_recordings));

    /// <summary>The facts of all readable recordings, sorted by app.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public IReadOnlyList<Manifest> Manifests() => List().Manifests;

    /// <summary>All recordings, the damaged ones told apart.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public StoreListing List() => _moment?.Listing ?? _recordings.List();

    /// <summary>The facts of an app's recording, or null when there is none.</summary>
    /// <exception cref="StoreException">The recording is damaged, or the store does not answer.</exception>
    public Manifest? Find(string app) => _moment is null ? _recordings.Find(app) : _moment.Find(app);

    /// <summary>The facts of an app's recording as they are now, which hold from now on where a moment was chosen.</summary>
    /// <exception cref="StoreException">The recording is damaged, or the store does not answer.</exception>
    internal Manifest? FindAgain(string app)
    {
        _moment?.LookAgain(app);
        return Find(app);
    }

    /// <summary>Tells which recordings will be read next: what has to be brought here comes for all of them together.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    internal void Expect(IReadOnlyList<Manifest> manifests) => _recordings.Expect(manifests);

    /// <summary>Reads an app's recording, or null when there is none.</summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    public StoredRecording? Open(string app) => Open(app, stored => stored);

    /// <summary>Reads an app's recording and more that depends on its files; null when there is none.</summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    internal T? Open<T>(string app, Func<StoredRecording, T> read)
        where T : class
    {
        var manifest = Find(app);
        for (var attempt = 1; manifest is not null; attempt++)
        {
            try
            {
                return read(Read(manifest));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // A load replaced the recording between the look at its manifest and the look at its files.
                if (attempt == Attempts) throw new StoreException($"the recording of \"{app}\" lacks a file: {e.Message}", e);
                Thread.Sleep(attempt);
                manifest = FindAgain(app);
            }
        }

        return null;
    }

    /// <summary>Says what a recording is of. Its counts stay as they are.</summary>
    /// <returns>False when there is no such recording.</returns>
    /// <exception cref="StoreException">A load of this app is running, or the recording is damaged.</exception>
    public bool SetKind(string app, RecordingKind kind) => _recordings.SetKind(app, kind);

    /// <summary>Removes an app's recording.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="StoreException">A load of this app is running.</exception>
    public bool Remove(string app) => _recordings.Remove(app);

    /// <summary>Starts a new recording of an app; nothing changes for readers before its commit.</summary>
    /// <param name="app">The app's name, any text.</param>
    /// <param name="append">Whether to add to the app's recording rather than to replace it.</param>
    /// <exception cref="StoreException">Another load of this app is running, or the recording to append to is damaged.</exception>
    public RecordingDraft Begin(string app, bool append = false) => _recordings.Begin(app, append);

    /// <summary>Starts a share of a load by several loaders. Its commit shows it to nobody but <see cref="OpenShares"/>.</summary>
    /// <exception cref="StoreException">The same share is being loaded.</exception>
    internal RecordingDraft BeginShare(string app, Share share) => _recordings.BeginShare(app, share);

    /// <summary>All shares of a load, to put them together.</summary>
    /// <exception cref="MissingSharesException">Some are not there.</exception>
    /// <exception cref="StoreException">One is being loaded, or damaged.</exception>
    internal TakenShares OpenShares(string app, int of) => _recordings.OpenShares(app, of);

    /// <summary>The recording that a manifest names, as it is now.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    /// <exception cref="IOException">A file is gone, as a load has just replaced it.</exception>
    internal StoredRecording Read(Manifest manifest) => _recordings.Read(manifest);

    /// <summary>The folder that has a recording's files; see <see cref="IRecordings.FolderWith"/>.</summary>
    internal string FolderWith(Manifest manifest, bool rows) => _recordings.FolderWith(manifest, rows);

    /// <summary>Takes in a recording that comes as files; see <see cref="IRecordings.Receive"/>.</summary>
    internal Manifest Receive(string app, bool replace, Func<RecordingFolder, Manifest> receive) =>
        _recordings.Receive(app, replace, receive);
}
