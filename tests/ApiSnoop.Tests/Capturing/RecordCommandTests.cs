using System.Diagnostics;
using System.Text.RegularExpressions;
using ApiSnoop.Recording;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.Capturing;

/// <summary>The commands in processes of their own.</summary>
public sealed class RecordCommandTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();
    Process? _capture;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string Store => Path.Combine(_apisnoop.Folder, "store");

    public void Dispose()
    {
        _capture?.Kill();
        _capture?.WaitForExit();
        _capture?.Dispose();
        _apisnoop.Dispose();
    }

    [Fact]
    public void Without_a_capture_it_says_what_to_type()
    {
        var (code, output, error) = _apisnoop.Run("record", "app", "--", "true");

        (code, output).ShouldBe((1, ""));
        error.ShouldContain("apisnoop capture");
        error.ShouldContain("--server URL");
        error.ShouldContain("APISNOOP_TOKEN");
        error.ShouldContain("--from LOG");
    }

    [Fact]
    public async Task A_command_is_run_and_recorded_and_its_exit_code_passed_on()
    {
        await Start();
        var script = Posting();

        var (code, output, error) = _apisnoop.Run("record", "shop", "--settle", "1s", "--release", "1.30", "--", "sh", script);

        (code, output).ShouldBe((7, "done\n"), error);
        error.ShouldContain("Recorded shop: 1 request, 1 to endpoints of 1.30.");
        error.ShouldContain("127.0.0.1 told nothing later than the end in 1 s");
        new RecordingStore(Store).Find("shop")!.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_capture_elsewhere_is_told_by_its_address_and_wants_a_token_for_it()
    {
        var server = await Start();
        var script = Posting();
        using var elsewhere = new Apisnoop();
        string[] record = ["record", "shop", "--server", server, "--settle", "0", "--release", "1.30", "--", "sh", script];

        elsewhere.Run(record).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("APISNOOP_TOKEN"));
        var tokens = await File.ReadAllTextAsync(Path.Combine(Store, "capture", "tokens"), Stop);
        elsewhere.Environment["APISNOOP_TOKEN"] = Token(tokens, "view");
        elsewhere.Run(record).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("record"));
        elsewhere.Environment["APISNOOP_TOKEN"] = Token(tokens, "record");
        var (code, output, error) = elsewhere.Run(record);

        (code, output).ShouldBe((7, "done\n"), error);
        error.ShouldContain("Recorded shop: 1 request");
        new RecordingStore(Store).Find("shop")!.Requests.ShouldBe(1);
        Directory.Exists(Path.Combine(elsewhere.Folder, "store")).ShouldBeFalse();
    }

    static string Token(string tokens, string role) =>
        Regex.Match(tokens, $"^{role} (\\S+)", RegexOptions.Multiline).Groups[1].Value;

    /// <summary>A script that posts an event as an API server does, and ends with 7.</summary>
    string Posting() => _apisnoop.Write("post.sh", $$"""
            token=$(sed -n 's/.*token: "\(.*\)"/\1/p' {{Store}}/capture/kubeconfig)
            url=$(sed -n 's/.*server: "\(.*\)"/\1/p' {{Store}}/capture/kubeconfig)
            now=$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ)
            curl -sS --cacert {{Store}}/capture/certificate.pem -H "Authorization: Bearer $token" "$url" -d '{"items":[
              {"auditID":"a","stage":"ResponseComplete","requestURI":"/api/v1/nodes","verb":"list","userAgent":"shop/v1.30.0",
               "user":{"username":"u"},"responseStatus":{"code":200},"requestReceivedTimestamp":"'$now'","stageTimestamp":"'$now'"}]}'
            echo done; exit 7
            """);

    [Fact]
    public async Task From_start_to_stop_a_recording_is_listed_and_what_was_stopped_is_told_once()
    {
        await Start();
        _apisnoop.Run("record", "start", "shop", "--namespace", "shop").Code.ShouldBe(0);
        _apisnoop.Run("record", "list", "-o", "csv").Out.ShouldContain("--namespace shop");
        _apisnoop.Run("record", "start", "shop").ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("is being recorded already"));

        _apisnoop.Run("record", "stop", "shop", "--settle", "0").ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("No API server has ever sent anything here"));
        _apisnoop.Run("record", "stop", "shop").ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("is not being recorded"));
    }

    [Fact]
    public void What_is_appended_to_a_log_meanwhile_is_recorded_whatever_its_time()
    {
        var log = _apisnoop.Write("audit.log", Audit.AuditText.Event("before") + "\n");
        var more = _apisnoop.Write("more.log", Audit.AuditText.Event("a") + "\n" + Audit.AuditText.Event("b") + "\n");

        var (code, _, error) = _apisnoop.Run("record", "shop", "--from", log, "--", "sh", "-c", $"cat {more} >> {log}; exit 3");

        code.ShouldBe(3, error);
        new RecordingStore(Store).Find("shop")!.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("no-such-program-anywhere", 127)]
    [InlineData("/", 126)]
    public void A_command_that_cannot_be_run_is_told_as_a_shell_does(string command, int expected)
    {
        var log = _apisnoop.Write("audit.log", "");
        _apisnoop.Run("record", "shop", "--from", log, "--", command).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(expected), r => r.Error.ShouldContain("cannot be run"));
    }

    [Fact]
    public async Task A_pipe_that_is_followed_shows_as_it_comes()
    {
        using var following = _apisnoop.Start("load-audit", "--follow", "-", "shop", "--release", "1.20");
        await following.StandardInput.WriteLineAsync(Audit.AuditText.Event("a"));
        await following.StandardInput.FlushAsync(Stop);
        var store = new RecordingStore(Store);
        while (store.Find("shop")?.Requests != 1) await Task.Delay(100, Stop);
        await following.StandardInput.WriteLineAsync(Audit.AuditText.Event("b"));
        following.StandardInput.Close();
        await following.WaitForExitAsync(Stop);

        following.ExitCode.ShouldBe(0);
        store.Find("shop")!.Requests.ShouldBe(2);
    }

    /// <summary>Starts a capture, and gives the address of its pages.</summary>
    async Task<string> Start()
    {
        _capture = _apisnoop.Start("capture", "--capture-url", "https://127.0.0.1:0/audit", "--url", "http://127.0.0.1:0");
        while (await _capture.StandardError.ReadLineAsync(Stop) is { } line)
            if (Regex.Match(line, "^APISnoop shows.*(http://\\S+)") is { Success: true } shows) return shows.Groups[1].Value;
        throw new InvalidOperationException("The capture did not start.");
    }
}
