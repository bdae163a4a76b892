using System.Text;
using System.Text.Json;
using ApiSnoop.Capturing;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;
using ApiSnoop.Web.Access;

namespace ApiSnoop.Web.Capturing;

/// <summary>A capture with what lets others in: tokens, certificate, and the files that tell where it is.</summary>
public sealed class CaptureDoor : IDisposable
{
    const string RunningFile = "running.json";

    CaptureDoor(Capture capture, CaptureListening listening, AccessTokens tokens, CaptureCertificate certificate)
    {
        (Capture, Listening, Tokens, Certificate) = (capture, listening, tokens, certificate);
        KubeconfigPath = Path.Combine(Capture.FolderOf(capture.Store), "kubeconfig");
    }

    /// <summary>The capture.</summary>
    public Capture Capture { get; }

    /// <summary>Where it listens.</summary>
    public CaptureListening Listening { get; }

    /// <summary>Who may do what.</summary>
    public AccessTokens Tokens { get; }

    /// <summary>The kubeconfig for API servers.</summary>
    public string KubeconfigPath { get; }

    /// <summary>Where API servers post to, as it stands in the kubeconfig.</summary>
    public string PostUrl { get; private set; } = "";

    internal CaptureCertificate Certificate { get; }

    /// <summary>
    /// Begins to capture, and writes what API servers need. It listens when the server of <see cref="CaptureServer"/> does.
    /// </summary>
    /// <exception cref="CaptureException">It cannot begin, and why.</exception>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public static CaptureDoor Open(RecordingStore store, CaptureOptions options, CaptureListening listening)
    {
        if (listening.IsEverywhere && listening.Hosts.Count == 0)
            throw new CaptureException("Under which name or address do API servers reach this machine? Say so: --capture-host NAME");
        var capture = Capture.Open(store, options);
        try
        {
            var folder = Capture.FolderOf(store);
            var names = Names(listening);
            var certificate = listening.CertificateFile is { } own
                ? CaptureCertificate.Own(own, listening.KeyFile)
                : CaptureCertificate.Made(folder, names, store.Clock.GetUtcNow());
            var door = new CaptureDoor(capture, listening, AccessTokens.Of(store), certificate);
            door.TellWhereToPost(listening.Address.Port);
            return door;
        }
        catch
        {
            capture.Dispose();
            throw;
        }
    }

    /// <summary>Writes the kubeconfig.</summary>
    /// <param name="port">The port on which it listens.</param>
    public void TellWhereToPost(int port)
    {
        var address = Listening.Address;
        var host = Listening.Hosts.Count > 0 ? Listening.Hosts[0] : address.Host;
        if (host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[')) host = $"[{host}]";
        PostUrl = FormattableString.Invariant($"https://{host}:{port}{PathOf(address)}");
        WholeFile.Replace(
            KubeconfigPath, Encoding.UTF8.GetBytes(WebhookKubeconfig.Text(PostUrl, Certificate.Authority, Tokens.Send)));
    }

    /// <summary>Tells commands on the same store where the pages and the API are.</summary>
    public void TellWhereToAsk(string url) =>
        WholeFile.Replace(
            RunningPath(Capture.Store), JsonSerializer.SerializeToUtf8Bytes(new RunningCapture(url, Tokens.Of(AccessRole.Record))));

    /// <summary>Where the capture that runs on a store can be asked; null when none was told of.</summary>
    public static RunningCapture? Running(RecordingStore store)
    {
        try
        {
            return JsonSerializer.Deserialize<RunningCapture>(File.ReadAllBytes(RunningPath(store)));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(RunningPath(Capture.Store));
        Capture.Dispose();
    }

    internal static string PathOf(BindingAddress address) => address.PathBase.Length > 0 ? address.PathBase : "/audit";

    static string RunningPath(RecordingStore store) => Path.Combine(Capture.FolderOf(store), RunningFile);

    /// <summary>What the certificate is for: this machine by itself, too.</summary>
    static List<string> Names(CaptureListening listening)
    {
        List<string> names = ["localhost", "127.0.0.1", "::1", .. listening.Hosts];
        if (!listening.IsEverywhere) names.Add(listening.Address.Host.Trim('[', ']'));
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}

/// <summary>Where a capture can be asked to record.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Token">A token that lets record.</param>
public sealed record RunningCapture(string Url, string Token);
