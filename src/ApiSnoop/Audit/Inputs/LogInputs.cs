namespace ApiSnoop.Audit.Inputs;

/// <summary>Finds the inputs that a user's words mean: files, folders, globs, URLs and <c>-</c> for standard input.</summary>
internal static class LogInputs
{
    const string StandardInputArgument = "-";

    /// <summary>Finds the inputs.</summary>
    /// <param name="arguments">What the user typed.</param>
    /// <param name="standardInput">Opens standard input; null where there is none.</param>
    /// <param name="hashed">Whether the inputs' bytes are hashed as they are read.</param>
    /// <param name="cancelled">Stops it, as what comes only once may have to be read whole.</param>
    /// <exception cref="LogInputException">An argument means nothing that can be read.</exception>
    public static LogInputSet Expand(
        IEnumerable<string> arguments, Func<Stream>? standardInput = null, bool hashed = true, CancellationToken cancelled = default)
    {
        var found = new LogInputSet(hashed);
        try
        {
            var once = new PlacesRead(found);
            foreach (var argument in arguments) Add(argument, found, once, standardInput ?? NoStandardInput, cancelled);
            return found;
        }
        catch
        {
            found.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The inputs by the time of their first event, so that a rotated set may be given in any order; then by name. Inputs
    /// without a time come after those with one, and pipes last, as looking at them might mean to wait.
    /// </summary>
    public static IReadOnlyList<LogInput> InTimeOrder(IReadOnlyList<LogInput> inputs)
    {
        // The usual single log need not be looked at.
        if (inputs.Count < 2) return inputs;
        return
        [
            .. inputs.OrderBy(i => i.IsPipe)
                .ThenBy(i => i.StartsAt == AuditEvent.NoTime)
                .ThenBy(i => i.StartsAt)
                .ThenBy(i => i.Name, StringComparer.Ordinal),
        ];
    }

    static void Add(string argument, LogInputSet found, PlacesRead once, Func<Stream> standardInput, CancellationToken cancelled)
    {
        if (argument == StandardInputArgument)
        {
            if (once.IsNew(argument, argument)) StreamInput.Find("(stdin)", null, standardInput(), isPipe: true, found, cancelled);
        }
        else if (WebLog.IsAddress(argument, out var address))
        {
            if (once.IsNew(address.AbsoluteUri, argument)) WebLog.Find(address, found, cancelled);
        }
        else
        {
            AddPath(argument, found, once, cancelled);
        }
    }

    static Stream NoStandardInput() =>
        throw new LogInputException("There is no standard input here. Give a log file, a folder, a glob in quotes or a URL.");

    static void AddPath(string argument, LogInputSet found, PlacesRead once, CancellationToken cancelled)
    {
        try
        {
            if (File.Exists(argument)) AddFile(argument, argument, found, once, cancelled);
            else if (Directory.Exists(argument)) AddFolder(argument, found, once, cancelled);
            else if (PathGlob.IsOne(argument)) AddGlob(argument, found, once, cancelled);
            else throw new LogInputException(
                $"{argument} does not exist. Give a log file, a folder, a glob in quotes, a URL, or - for standard input.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogInputException($"{argument} cannot be read: {e.Message}", e);
        }
    }

    static void AddFolder(string folder, LogInputSet found, PlacesRead once, CancellationToken cancelled)
    {
        var files = LogFolder.Files(folder);
        if (files.Count == 0)
            throw new LogInputException($"The folder {folder} holds no file. Give the folder that the API server writes its audit log to.");
        AddAll(files, found, once, cancelled);
    }

    static void AddGlob(string glob, LogInputSet found, PlacesRead once, CancellationToken cancelled)
    {
        var files = PathGlob.Files(glob);
        if (files.Count == 0) throw new LogInputException($"No file matches {glob}. * and ? stand for part of a name, ** for any folders.");
        AddAll(files, found, once, cancelled);
    }

    /// <summary>Adds files that the user did not name one by one: one that cannot be read does not stop the others.</summary>
    static void AddAll(IEnumerable<string> files, LogInputSet found, PlacesRead once, CancellationToken cancelled)
    {
        foreach (var file in files)
        {
            try
            {
                AddFile(file, file, found, once, cancelled);
            }
            catch (Exception e) when (e is LogInputException or IOException or UnauthorizedAccessException)
            {
                found.Note($"Left out {file}: {e.Message}");
            }
        }
    }

    static void AddFile(string path, string argument, LogInputSet found, PlacesRead once, CancellationToken cancelled)
    {
        var place = Path.GetFullPath(path);
        if (!once.IsNew(File.ResolveLinkTarget(place, returnFinalTarget: true)?.FullName ?? place, argument)) return;
        if (LogFile.OpenPipe(path) is { } pipe) StreamInput.Find(path, null, pipe, isPipe: true, found, cancelled);
        else LogFile.Find(path, path, found);
    }
}
