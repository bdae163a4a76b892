using System.Diagnostics;
using System.Text.Json;
using ApiSnoop.Capturing;
using ApiSnoop.Capturing.Senders;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Recording;
using ApiSnoop.Web;
using ApiSnoop.Web.Capturing;

namespace ApiSnoop.Tests.Capturing;

/// <summary>Senders that outrun a disk, a small one in memory.</summary>
public sealed class FullDiskTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly bool _mounted;

    public FullDiskTests() => _mounted = Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", _folder.Path);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_mounted) Run("umount", _folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_disk_is_told_to_the_sender_and_nothing_that_was_taken_is_torn_or_lost()
    {
        if (!_mounted) Assert.Skip("needs the right to mount a small disk in memory: run it as root on Linux.");
        var ballast = Path.Combine(_folder.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[3 << 20], Stop);
        using var door = CaptureDoor.Open(
            new RecordingStore(_folder.Path), new CaptureOptions(), new CaptureListening { Url = "https://127.0.0.1:0/audit" });
        var capture = door.Capture;
        capture.Start("app", []);

        var (taken, refused) = (0, 0);
        while (refused < 20)
        {
            var answer = await Post(capture, $"{taken + refused}");
            if (answer.Refused is null) taken += 400;
            else refused++;
        }

        var told = capture.Refused.ShouldHaveSingleItem();
        (told.Reason, told.Count).ShouldBe((RefusalReason.DiskFull, refused));
        told.Detail.ShouldContain("space");
        Lines().ShouldBe(taken);
        (await Page(door)).ShouldSatisfyAllConditions(
            p => p.ShouldContain($"</span> {refused}, the last one at"), p => p.ShouldContain("disk full (503)"),
            p => p.ShouldContain("space"));
        var rest = FillUp();
        Should.Throw<CaptureException>(() => capture.Start("another", [])).Message.ShouldContain("Is the disk full?");
        (await Should.ThrowAsync<CaptureException>(capture.Stop("app", TimeSpan.Zero, Stop))).Message.ShouldContain("stop it again");

        File.Delete(ballast);
        File.Delete(rest);
        (await Post(capture, "after")).Refused.ShouldBeNull();
        (await capture.Stop("app", TimeSpan.Zero, Stop)).Manifest!.Requests.ShouldBe(taken + 400);
    }

    static async Task<string> Page(CaptureDoor door)
    {
        await using var pages = ApiSnoopServer.Build(
            new ServerOptions { Store = door.Capture.Store.Location, Url = "http://127.0.0.1:0", Capture = door });
        await pages.StartAsync(Stop);
        using var http = new HttpClient { BaseAddress = new Uri(pages.Urls.First()) };
        var page = await http.GetStringAsync(new Uri("/capture", UriKind.Relative), Stop);
        await pages.StopAsync(Stop);
        return page;
    }

    /// <summary>A batch leaves room for less than a batch.</summary>
    string FillUp()
    {
        var path = Path.Combine(_folder.Path, "rest");
        using var rest = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        try
        {
            for (var at = 0L; ; at += 4096) RandomAccess.Write(rest, new byte[4096], at);
        }
        catch (IOException)
        {
            return path;
        }
    }

    /// <summary>Every line of the spool is a whole event.</summary>
    int Lines()
    {
        var lines = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(_folder.Path, "capture", "spool"), "*.log"))
        {
            foreach (var line in File.ReadLines(file))
            {
                JsonDocument.Parse(line).Dispose();
                lines++;
            }
        }

        return lines;
    }

    static async Task<BatchAnswer> Post(Capture capture, string batch)
    {
        var events = string.Join(',', Enumerable.Range(0, 400).Select(i => CaptureTests.Event($"{batch}-{i}")));
        var list = System.Text.Encoding.UTF8.GetBytes($"{{\"items\":[{events}]}}");
        return await capture.Take("10.0.0.1", new MemoryStream(list), null, Stop);
    }

    static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
