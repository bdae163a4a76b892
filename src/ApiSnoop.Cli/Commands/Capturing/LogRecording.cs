using System.CommandLine;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Capturing.Following;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary>Records what is appended to a log while a command runs, and until a second after nothing more comes.</summary>
internal static class LogRecording
{
    static readonly TimeSpan s_look = TimeSpan.FromSeconds(0.1), s_quiet = TimeSpan.FromSeconds(1);

    /// <summary>A log in which it never is quiet for a second is that of a busy cluster.</summary>
    static readonly TimeSpan s_longest = TimeSpan.FromSeconds(35);

    public static async Task<int> Run(
        string app, string log, IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string>> filters, string release,
        RecordingStore store, ParseResult result, OutputOption output, CancellationToken cancelled)
    {
        if (!File.Exists(log)) throw new UserException($"{log} does not exist. Name the audit log that the API server writes.");
        var error = result.InvocationConfiguration.Error;
        using var following = Following.FromEnd(app, [.. filters], release, log, store, ToolVersion.Text);
        var running = RunningProgram.Run(command, error, cancelled);
        while (!running.IsCompleted)
        {
            following.Poll();
            await Task.WhenAny(running, Task.Delay(s_look, CancellationToken.None)).ConfigureAwait(false);
        }

        await PollUntilQuiet(following, store.Clock, cancelled).ConfigureAwait(false);
        var code = await running.ConfigureAwait(false);
        try
        {
            following.Store(now: true, Environment.ProcessorCount, CancellationToken.None);
        }
        catch (LogInputException e)
        {
            var why = following.Events == 0 ? $"No event was appended to {log} meanwhile." : e.Message;
            await error.WriteLineAsync($"apisnoop: nothing of \"{app}\" was recorded. {why}").ConfigureAwait(false);
            return code == ExitCode.Done ? ExitCode.Failed : code;
        }

        var manifest = following.Stored!;
        if (output.NamesFile(result)) output.Print(result, LoadConsole.Summary([manifest]));
        else await error.WriteLineAsync(
            $"Recorded {app}: {Figures.Count(manifest.Requests, "request")}, {Figures.Count(manifest.MatchedRequests)} to endpoints of "
                + $"{manifest.Release}. Look at it: apisnoop start-server, /apps/{Uri.EscapeDataString(app)}").ConfigureAwait(false);
        return code;
    }

    static async Task PollUntilQuiet(Following following, TimeProvider clock, CancellationToken cancelled)
    {
        var ended = clock.GetUtcNow();
        while (!cancelled.IsCancellationRequested)
        {
            following.Poll();
            var now = clock.GetUtcNow();
            var quietSince = following.LastCame > ended ? following.LastCame : ended;
            if (now - quietSince >= s_quiet || now - ended >= s_longest) return;
            await Task.Delay(s_look, cancelled).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }
}
