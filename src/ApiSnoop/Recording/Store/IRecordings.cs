namespace ApiSnoop.Recording.Store;

/// <summary>
/// Where recordings are: a folder of this machine, or a database that many machines share. What reads them works on files, so a
/// database brings the files of a recording here when they are asked for.
/// </summary>
internal interface IRecordings
{
    /// <summary>Where they are, as the user says it to <c>--store</c>; without secrets.</summary>
    string Address { get; }

    /// <summary>The folder of this machine for what is no recording: rules for noise, imported lists, a capture.</summary>
    string Location { get; }

    /// <summary>All recordings, the damaged ones told apart.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    StoreListing List();

    /// <summary>The facts of an app's recording, or null when there is none.</summary>
    /// <exception cref="StoreException">The recording is damaged, or the store does not answer.</exception>
    Manifest? Find(string app);

    /// <summary>Brings the files of several recordings here that will be read next, as far as that is quicker than one by one.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    void Expect(IReadOnlyList<Manifest> manifests);

    /// <summary>The recording that a manifest names.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    /// <exception cref="IOException">A file is gone, as a load has just replaced it.</exception>
    StoredRecording Read(Manifest manifest);

    /// <summary>The folder that has the files of a recording.</summary>
    /// <param name="manifest">The recording.</param>
    /// <param name="rows">Whether the files of request rows are needed too.</param>
    /// <exception cref="StoreException">They cannot be brought here.</exception>
    string FolderWith(Manifest manifest, bool rows);

    /// <summary>Says what a recording is of.</summary>
    /// <returns>False when there is no such recording.</returns>
    /// <exception cref="StoreException">It is being changed, or is damaged.</exception>
    bool SetKind(string app, RecordingKind kind);

    /// <summary>Removes an app's recording.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="StoreException">It is being changed.</exception>
    bool Remove(string app);

    /// <summary>Starts a new recording of an app; nothing changes for readers before its commit.</summary>
    /// <exception cref="StoreException">Another load of this app is running, or the recording to append to is damaged.</exception>
    RecordingDraft Begin(string app, bool append);

    /// <summary>Starts a share of a load by several loaders; nobody but <see cref="OpenShares"/> sees it after its commit.</summary>
    /// <exception cref="StoreException">The same share is being loaded.</exception>
    RecordingDraft BeginShare(string app, Share share);

    /// <summary>All shares of a load, to put them together.</summary>
    /// <exception cref="MissingSharesException">Some are not there.</exception>
    /// <exception cref="StoreException">One is being loaded, or damaged.</exception>
    TakenShares OpenShares(string app, int of);

    /// <summary>Takes in a recording that comes as files.</summary>
    /// <param name="app">What it is called.</param>
    /// <param name="replace">Whether it may replace one of that name.</param>
    /// <param name="receive">Puts the files into a folder, and in force there.</param>
    /// <exception cref="StoreException">There is one of that name, or it is being changed.</exception>
    Manifest Receive(string app, bool replace, Func<RecordingFolder, Manifest> receive);
}
