using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>A load as the user asked for it.</summary>
public sealed record LoadRequest
{
    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>What the recording is of, or null to guess.</summary>
    public RecordingKind? Kind { get; init; }

    /// <summary>Files, folders, globs, URLs, or <c>-</c> for standard input.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Inputs that need not be found any more, before those.</summary>
    internal IReadOnlyList<LogInput> Found { get; init; } = [];

    /// <summary>Opens standard input, for <c>-</c>; null where there is none.</summary>
    public Func<Stream>? StandardInput { get; init; }

    /// <summary>The release to match against, or null to find it in the log.</summary>
    public ReleaseVersion? Release { get; init; }

    /// <summary>The user's own document to match against, or null.</summary>
    public Release? OwnSpec { get; init; }

    /// <summary>Which requests belong to the app.</summary>
    public LoadFilterTerms Filter { get; init; } = LoadFilterTerms.None;

    /// <summary>How user agents name the tests of another suite; see <see cref="Recording.Manifest.TestPattern"/>.</summary>
    public string TestPattern { get; init; } = "";

    /// <summary>Files that tell when tests ran, by which requests are given to them that name none.</summary>
    public IReadOnlyList<string> TestsFrom { get; init; } = [];

    /// <summary>What to add to the times in these files.</summary>
    public TimeSpan TestsShift { get; init; }

    /// <summary>Whether to add to the app's recording rather than to replace it.</summary>
    public bool Append { get; init; }

    /// <summary>Whether only to count: nothing is recorded, and the inputs are not hashed.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether a bad line is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>How many threads read.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 16);

    /// <summary>The longest line or document that is read, in bytes.</summary>
    public int LongestDocument { get; init; } = 64 << 20;

    /// <summary>What the recording is, in a sentence to show beside its numbers.</summary>
    public string About { get; init; } = "";

    /// <summary>The version of APISnoop, for the manifest.</summary>
    public string ToolVersion { get; init; } = "";
}
