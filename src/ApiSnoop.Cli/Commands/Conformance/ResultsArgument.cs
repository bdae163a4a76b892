using System.Text.RegularExpressions;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Import;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary>Results as the user names them: a published file, a release, or a recording.</summary>
internal static partial class ResultsArgument
{
    /// <summary>The results.</summary>
    /// <exception cref="UserException">The text names none.</exception>
    /// <exception cref="InvalidDataException">The file holds no results.</exception>
    public static TestResults Read(string text, KnownConformance known, RecordingStore store)
    {
        if (File.Exists(text)) return ReadFile(text, known);
        if (ReleaseText().IsMatch(text) && ReleaseVersion.TryParse(text, out var release))
            return known.Results(release) ?? throw KnownOptions.NoResults(known, release);
        return new RecordingShelf(store).Coverage(text, RecordingFilter.All) is { } recording
            ? LogResults.Of(recording, known)
            : throw new UserException($"{text} is no file, no release and no recording. {Recordings(store)}");
    }

    /// <summary>The results of a published file.</summary>
    /// <exception cref="InvalidDataException">The file holds none.</exception>
    public static TestResults ReadFile(string file, KnownConformance known)
    {
        var document = ConformanceDocument.Open(file);
        if (document.Kind != DocumentKind.PublishedResults)
            throw new InvalidDataException($"{file}: not a published result file. An audit log is loaded first: apisnoop load-audit.");
        var published = PublishedDocument.Read(document.Bytes, document.Name, document.Sha256);
        return published.ToResults(known.Release(published.Version) ?? published.ToRelease());
    }

    static string Recordings(RecordingStore store) => store.Manifests() is { Count: > 0 } manifests
        ? $"There are the recordings {string.Join(", ", manifests.Select(m => m.App))}."
        : "There are no recordings.";

    [GeneratedRegex(@"^v?\d+\.\d+(\.\d+)?$")]
    private static partial Regex ReleaseText();
}
