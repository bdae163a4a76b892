using System.CommandLine;
using ApiSnoop.Capturing.Following;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary>Logs that are followed until Ctrl-C, as the user sees it.</summary>
internal static class FollowConsole
{
    const string StandardInput = "-";

    static readonly TimeSpan s_look = TimeSpan.FromSeconds(0.25);

    public static async Task<int> Run(
        string app, IReadOnlyList<string> logs, IEnumerable<KeyValuePair<string, string>> filters, ReleaseVersion? release,
        RecordingStore store, ParseResult result, OutputOption output, CancellationToken cancelled)
    {
        foreach (var log in logs)
            if (log != StandardInput && Directory.Exists(log))
                throw new UserException($"{log} is a folder. Name the log in it that is written to: --follow finds what it is rotated to.");
        var error = result.InvocationConfiguration.Error;
        using var following = Following.Begin(
            app, [.. filters], release?.ToString() ?? "", [.. logs.Where(l => l != StandardInput)],
            logs.Contains(StandardInput) ? Console.OpenStandardInput() : null, store, ToolVersion.Text);
        await error.WriteLineAsync($"Following {string.Join(", ", logs)} as {app}  (Ctrl-C stops)").ConfigureAwait(false);
        while (!cancelled.IsCancellationRequested && !following.IsDone)
        {
            following.Poll();
            following.Store(now: false, threads: 1, CancellationToken.None);
            await Task.Delay(s_look, cancelled).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }

        following.Poll();
        following.Store(now: true, Environment.ProcessorCount, CancellationToken.None);
        if (following.Skipped > 0)
            await error.WriteLineAsync($"{Figures.Count(following.Skipped, "line")} held no audit event.").ConfigureAwait(false);
        if (following.Stored is { } manifest) output.Print(result, LoadConsole.Summary([manifest]));
        return ExitCode.Done;
    }
}
