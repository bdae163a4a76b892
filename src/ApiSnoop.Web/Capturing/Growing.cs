using ApiSnoop.Capturing.Following;
using ApiSnoop.Recording;

namespace ApiSnoop.Web.Capturing;

/// <summary>Recordings that grow while they are looked at: by the capture beside the pages, or by a process that follows a log.</summary>
static class Growing
{
    /// <summary>Since when an app's recording grows; null if it does not.</summary>
    public static DateTimeOffset? Since(ServerOptions options, RecordingStore store, string app) =>
        options.Capture?.Capture.Running.FirstOrDefault(r => r.App == app)?.Started ?? Following.Since(store, app);

    /// <summary>A text that changes when an app begins to grow, is stored anew or ends.</summary>
    public static string Stamp(ServerOptions options, RecordingStore store, string app)
    {
        try
        {
            return $"{store.Find(app)?.CubeFile} {Since(options, store, app)}";
        }
        catch (StoreException)
        {
            return "damaged";
        }
    }
}
