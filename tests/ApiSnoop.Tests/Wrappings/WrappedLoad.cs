using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Wrappings;

/// <summary>Bytes loaded the whole way, as a user loads a file.</summary>
sealed class WrappedLoad : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public WrappedLoad(byte[] log, bool strict = false, string name = "export", string release = "1.20")
    {
        var file = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(file, log);
        var store = new RecordingStore(Path.Combine(_folder.Path, "store"));
        Facts = AuditLoad.Run(
            new LoadRequest
            {
                App = "app",
                Inputs = [file],
                Release = ReleaseVersion.TryParse(release, out var version) ? version : null,
                Strict = strict,
            },
            store, new LoadProgress(), CancellationToken.None);
        Cube = new RecordingShelf(store).Open("app")!.Stored.Cube;
    }

    public WrappedLoad(string log)
        : this(Encoding.UTF8.GetBytes(log))
    {
    }

    public Manifest Facts { get; }

    public Cube Cube { get; }

    /// <summary>What the load says of the input, without the file's name.</summary>
    public string Recognised => Facts.Notes.FirstOrDefault(n => n.Contains("export: ")) is { } note
        ? note[(note.IndexOf("export: ", StringComparison.Ordinal) + 8)..]
        : "";

    public void Dispose() => _folder.Dispose();
}
