using System.Diagnostics;
using System.Text;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;
using ParquetSharp;

namespace ApiSnoop.Tests.Recording;

/// <summary>Loads by the real program in a process of its own, killed without warning at many moments.</summary>
public sealed class KilledLoadTests : IDisposable
{
    const int Short = 70_000, Long = 90_000;
    static readonly TimeSpan s_budget = TimeSpan.FromSeconds(6);
    static readonly string[] s_marks = ["requests-", "cube-", "manifest.json.new"];
    readonly TemporaryFolder _folder = new();
    readonly RecordingStore _store;

    public KilledLoadTests() => _store = new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whenever_a_load_is_killed_the_old_recording_or_the_new_one_is_there_whole()
    {
        var logs = new Dictionary<int, string> { [Short] = Log(Short), [Long] = Log(Long) };
        var whole = Stopwatch.StartNew();
        Finish(Load(logs[Short]));
        var length = whole.Elapsed;
        whole.Restart();
        var killed = 0;
        for (var round = 0; whole.Elapsed < s_budget || killed < 5; round++)
        {
            var before = InForce();
            var loaded = before == Short ? Long : Short;
            using var load = Load(logs[loaded]);
            WaitForMoment(load, round, length);
            load.Kill();
            load.WaitForExit();
            if (load.ExitCode != 0) killed++;
            InForce().ShouldBeOneOf(before, loaded);
            TheNextLoadSweeps();
        }

        Finish(Load(logs[Long]));
        InForce().ShouldBe(Long);
        Files().ShouldBe(FilesInForce());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Interrupted_a_load_from_a_pipe_leaves_the_old_recording(bool busy)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Sends a signal.");
        Finish(Load(Log(Short)));
        var before = Files();
        var lines = File.ReadAllBytes(Log(busy ? Long : 500));
        using var load = Load("-");
        var pipe = load.StandardInput.BaseStream;
        // More than a pipe holds, so the load is under way when this returns.
        pipe.Write(lines);
        if (busy) _ = Task.Run(() => WriteForEver(pipe, lines), TestContext.Current.CancellationToken);

        using (var kill = Process.Start("kill", ["-INT", $"{load.Id}"])) kill.WaitForExit();
        load.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue();

        load.StandardError.ReadToEnd().ShouldContain("stopped; nothing was changed");
        load.ExitCode.ShouldBe(130);
        InForce().ShouldBe(Short);
        TheNextLoadSweeps();
        Files().ShouldBe(before);
    }

    static void WriteForEver(Stream pipe, byte[] lines)
    {
        try
        {
            while (true) pipe.Write(lines);
        }
        catch (IOException)
        {
            // The reader is gone.
        }
    }

    /// <summary>
    /// Every other round a moment of the whole run, evenly spread; else right after a file began, since that is where a
    /// load that is not careful would break.
    /// </summary>
    void WaitForMoment(Process load, int round, TimeSpan length)
    {
        if (round % 2 == 0)
        {
            load.WaitForExit(length * (round * 0.618 % 1));
            return;
        }

        var known = Files().ToHashSet();
        var mark = s_marks[round / 2 % s_marks.Length];
        while (!load.HasExited && !Files().Any(f => f.StartsWith(mark, StringComparison.Ordinal) && !known.Contains(f)))
            Thread.SpinWait(100);
        load.WaitForExit(round / 6 * 2);
    }

    /// <summary>The number of requests of the recording in force, all of whose files agree.</summary>
    int InForce()
    {
        var recording = _store.Open("app").ShouldNotBeNull();
        recording.Cube.Requests.ShouldBe(recording.Manifest.Requests);
        recording.RequestFiles.Sum(Rows).ShouldBe(recording.Manifest.Requests);
        return (int)recording.Manifest.Requests;
    }

    static long Rows(string file)
    {
        using var reader = new ParquetFileReader(file);
        return reader.FileMetaData.NumRows;
    }

    void TheNextLoadSweeps()
    {
        using (_store.Begin("app")) Files().ShouldBe(FilesInForce());
    }

    IEnumerable<string> FilesInForce() => ManifestFile.FilesOf(_store.Find("app")!).Order(StringComparer.Ordinal);

    string[] Files()
    {
        var files = Directory.GetFiles(new RecordingFolder(_store.Location).FolderOf("app"));
        return [.. files.Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
    }

    Process Load(string log)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ApiSnoop.Cli.dll");
        var start =
            new ProcessStartInfo("dotnet", [program, "load-audit", log, "app", "--release", "1.20", "--store", _folder.Path, "--quiet"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        return Process.Start(start).ShouldNotBeNull();
    }

    static void Finish(Process load)
    {
        using (load)
        {
            var said = load.StandardError.ReadToEnd();
            load.WaitForExit();
            load.ExitCode.ShouldBe(0, said);
        }
    }

    string Log(int requests)
    {
        var path = Path.Combine(_folder.Path, $"{requests}.log");
        using var log = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        for (var i = 0; i < requests; i++)
        {
            log.Write("{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"Metadata\",");
            log.Write("\"stage\":\"ResponseComplete\",\"requestURI\":\"/api/v1/nodes\",");
            log.Write("\"verb\":\"list\",\"responseStatus\":{\"code\":200},\"requestReceivedTimestamp\":\"2020-12-08T10:00:00.000001Z\",");
            log.WriteLine(
                $"\"stageTimestamp\":\"2020-12-08T10:00:00.000123Z\",\"auditID\":\"id-{i}\",\"userAgent\":\"agent "
                    + $"{i % 300}\",\"user\":{{\"username\":\"user {i % 100}\"}}}}");
        }

        return path;
    }
}
