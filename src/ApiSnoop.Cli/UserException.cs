using ApiSnoop.Recording;

namespace ApiSnoop.Cli;

/// <summary>Something that the user can put right; the message says what was wrong, where, and what to do.</summary>
/// <param name="message">The message, without a prefix.</param>
public class UserException(string message) : Exception(message)
{
    /// <summary>An app was named that is not recorded.</summary>
    /// <param name="app">What was named.</param>
    /// <param name="store">Where it was looked for.</param>
    public static UserException NoApp(string app, RecordingStore store)
    {
        var known = store.Manifests().Select(m => m.App).ToList();
        return new(known.Count == 0 ? NoRecordings(store) : $"There is no app {app}. There are: {string.Join(", ", known)}.");
    }

    /// <summary>What to tell when nothing is recorded.</summary>
    public static string NoRecordings(RecordingStore store) =>
        $"There are no recordings in {store.Address}. Make one: apisnoop load-audit LOG APP";
}
