using System.IO.Compression;
using ApiSnoop.Cli;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Loading;

public class AppendingTests : LogFolderFixture
{
    [Fact]
    public void A_real_log_appended_part_by_part_is_recorded_as_if_it_was_loaded_whole()
    {
        var lines = Lines(DemoLogs.Path(DemoLogs.All[0].Log));
        var parts = lines.GroupBy(l => l[l.IndexOf("\"auditID\"", StringComparison.Ordinal) + 13] % 6).Select((part, i) => Write($"part{i}.log", string.Join('\n', part))).ToList();
        var whole = Load("whole", [Write("whole.log", string.Join('\n', lines))], append: false);
        whole.Cube.Cells.Length.ShouldBeGreaterThan(5000);

        foreach (var part in parts) Load("parts", [part], append: true);

        var appended = Store.Open("parts")!;
        appended.Manifest.Requests.ShouldBe(whole.Manifest.Requests);
        appended.Manifest.Sources.Length.ShouldBe(parts.Count);
        appended.Cube.ShouldCount(whole.Cube);
        Parameters(appended).ShouldBe(Parameters(whole));
    }

    [Fact]
    public void What_is_in_the_recording_already_is_left_out()
    {
        var log = Write("audit.log", AuditText.Event("1"));
        Load("app", [log], append: false);

        var again = Load("app", [log], append: true);

        again.Manifest.Requests.ShouldBe(1);
        again.Manifest.Sources.ShouldHaveSingleItem();
    }

    RecordingStore Store => new(Path.Combine(Folder, "store"));

    StoredRecording Load(string app, string[] logs, bool append)
    {
        AuditLoad.Run(new LoadRequest { App = app, Inputs = logs, Append = append, Release = new(1, 20) }, Store, new LoadProgress(), TestContext.Current.CancellationToken);
        return Store.Open(app)!;
    }

    static IEnumerable<string> Parameters(StoredRecording recording) =>
        ParameterFile.Read(recording.ParameterFile).Select(p => p.ToString()).Order(StringComparer.Ordinal);

    static List<string> Lines(string packed)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(packed), CompressionMode.Decompress));
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
