using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli;

/// <summary>A load as the user sees it: progress while it runs, then what was found and what was wrong.</summary>
internal static class LoadConsole
{
    static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    /// <summary>Loads an app.</summary>
    public static void Load(
        LoadRequest request, RecordingStore store, ParseResult result, OutputOption output, bool quiet, CancellationToken cancelled)
    {
        var error = result.InvocationConfiguration.Error;
        var (manifest, progress, took) = Run(quiet, progress => AuditLoad.Run(request, store, progress, cancelled));
        error.WriteLine($"Release {manifest.Release}: {manifest.ReleaseEvidence}");
        error.WriteLine($"Kind: {manifest.Kind.Text()}. If that is wrong: apisnoop set-kind {manifest.App} run|app|cluster");
        Report(progress, took, Next(request, store), error);
        output.Print(result, Summary([manifest]));
    }

    /// <summary>Loads a share of an app.</summary>
    public static void Share(
        LoadRequest request, Share share, RecordingStore store, ParseResult result, OutputOption output, bool quiet,
        CancellationToken cancelled)
    {
        var error = result.InvocationConfiguration.Error;
        var (manifest, progress, took) = Run(quiet, progress => AuditLoad.RunShare(request, share, store, progress, cancelled));
        error.WriteLine($"Release {manifest.Release}: {manifest.ReleaseEvidence}");
        error.WriteLine($"Share {share}: {Figures.Count(manifest.Sources.Length, "log")} of the app's.");
        Report(progress, took, $"Nobody sees it before: apisnoop commit {request.App} --shares {share.Of}{StoreOption.For(store)}", error);
        output.Print(result, Summary([manifest]));
    }

    /// <summary>Loads every app of a log.</summary>
    public static void Split(
        LoadRequest request, SplitTerms split, RecordingStore store, ParseResult result, OutputOption output, bool quiet,
        CancellationToken cancelled)
    {
        var error = result.InvocationConfiguration.Error;
        var (load, progress, took) = Run(quiet, progress => AuditLoad.RunSplit(request, split, store, progress, cancelled));
        if (load.Release.Length > 0) error.WriteLine($"Release {load.Release}: {load.ReleaseEvidence}");
        var by = RecordingFilter.NameOf(split.By).Replace('-', ' ');
        error.WriteLine($"{Figures.Count(load.Apps.Length, "app")}, told by {by}.");
        Say(load.RequestsWithoutKey, $"no {by} and went to no app", error);
        Say(load.RequestsOfOthers, $"a {by} that --only leaves out", error);
        Say(load.RequestsBeyond, $"a {by} beyond the {SplitLoad.MostApps:N0} apps that are made at once; choose with --only", error);
        Report(progress, took, Next(request, store), error);
        output.Print(result, Summary(load.Apps));
    }

    static (T Loaded, LoadProgress Progress, TimeSpan Took) Run<T>(bool quiet, Func<LoadProgress, T> load)
    {
        var progress = new LoadProgress();
        var watch = Stopwatch.StartNew();
        using var line = quiet || Console.IsErrorRedirected ? null : new ProgressLine(progress, watch, s_tick);
        return (load(progress), progress, watch.Elapsed);
    }

    static string Next(LoadRequest request, RecordingStore store) => request.DryRun
        ? "Nothing was recorded: this was a dry run."
        : $"Look at it: apisnoop start-server{StoreOption.For(store)}";

    static void Say(long requests, string what, TextWriter error)
    {
        if (requests > 0) error.WriteLine($"{Figures.Count(requests, "request")} had {what}.");
    }

    static void Report(LoadProgress progress, TimeSpan took, string next, TextWriter error)
    {
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

    /// <summary>What recordings hold, a row each.</summary>
    public static Table Summary(IEnumerable<Manifest> recordings) => Table.Of(
        ["app", "kind", "release", "requests", "matched", "unmatched", "events", "filtered out", "told again", "bad lines", "from", "to"],
        recordings.Select(m => new object?[]
        {
            m.App, m.Kind.Text(), m.Release, m.Requests, m.MatchedRequests, m.Requests - m.MatchedRequests, m.Events, m.FilteredRequests,
            m.RepeatedEvents, m.BadLines, m.From, m.To,
        }));
}
