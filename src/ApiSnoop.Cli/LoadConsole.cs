using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli;

/// <summary>A load as the user sees it: progress while it runs, then what was found and what was wrong.</summary>
internal static class LoadConsole
{
    static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    public static void Load(
        LoadRequest request, RecordingStore store, ParseResult result, OutputOption output, bool quiet, CancellationToken cancelled)
    {
        var progress = new LoadProgress();
        var watch = Stopwatch.StartNew();
        var error = result.InvocationConfiguration.Error;
        Manifest manifest;
        using (var line = quiet || Console.IsErrorRedirected ? null : new ProgressLine(progress, watch, s_tick))
            manifest = AuditLoad.Run(request, store, progress, cancelled);
        Report(manifest, progress, watch.Elapsed, request.DryRun
            ? "Nothing was recorded: this was a dry run."
            : $"Look at it: apisnoop start-server{Where(store)}", error);
        output.Print(result, Summary(manifest));
    }

    static void Report(Manifest manifest, LoadProgress progress, TimeSpan took, string next, TextWriter error)
    {
        error.WriteLine($"Release {manifest.Release}: {manifest.ReleaseEvidence}");
        error.WriteLine($"Kind: {manifest.Kind.Text()}. If that is wrong: apisnoop set-kind {manifest.App} run|app|cluster");
        foreach (var note in progress.Notes) error.WriteLine($"Note: {note}");
        if (progress.BadLines > 0)
        {
            error.WriteLine(
                progress.BadLines == 1
                    ? "1 bad line was left out:"
                    : $"{Figures.Count(progress.BadLines)} bad lines were left out:");
            foreach (var (first, count) in progress.BadReasons.Take(10))
                error.WriteLine($"  {(count == 1 ? "" : $"{Figures.Count(count)}, the first ")}{first.File}:{first.Line}: {first.Reason}");
        }

        error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Figures.Count(progress.Events, "event")}, {Size(progress)} read in {took.TotalSeconds:0.00} s. {next}"));
    }

    /// <summary>What was read as it is stored, and unpacked if that is more.</summary>
    static string Size(LoadProgress progress) => progress.UnpackedBytes <= progress.BytesRead
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.BytesRead / 1e6:N1} MB")
        : string.Create(
            CultureInfo.InvariantCulture, $"{progress.BytesRead / 1e6:N1} MB packed, {progress.UnpackedBytes / 1e6:N1} MB unpacked,");

    /// <summary>The option that a command needs to find this store.</summary>
    static string Where(RecordingStore store) =>
        store.Location == Path.GetFullPath(RecordingStore.DefaultDirectory()) ? "" : $" --store {store.Location}";

    static Table Summary(Manifest m) => Table.Of(
        ["app", "kind", "release", "requests", "matched", "unmatched", "events", "filtered out", "told again", "bad lines", "from", "to"],
        [[m.App, m.Kind.Text(), m.Release, m.Requests, m.MatchedRequests, m.Requests - m.MatchedRequests, m.Events, m.FilteredRequests,
            m.RepeatedEvents,
            m.BadLines, m.From, m.To]]);
}
