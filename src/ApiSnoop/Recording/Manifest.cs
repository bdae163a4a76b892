using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ApiSnoop.Recording;

/// <summary>What an app's recording was made from and what came of it: the facts beside the counts.</summary>
public sealed record Manifest
{
    /// <summary>The newest layout of a recording's files that this version reads; the one it writes.</summary>
    /// <remarks>
    /// 3: cells tell the impersonator, the first and the last time, and what the server said of the API version's end; what
    /// is asked for as the user is the one in whose name it was done. Recordings of format 2 can be read, but not added to.
    /// </remarks>
    public const int CurrentFormat = 3;

    /// <summary>The oldest layout that this version reads.</summary>
    public const int OldestFormat = 2;

    /// <summary>The name that makes a recording the test run, whatever is in it.</summary>
    public const string TestRun = "e2e";

    readonly RecordingKind? _kind;

    /// <summary>The layout of the recording's files.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>What it is of; a manifest that does not say is a run if it is called e2e, else an app.</summary>
    public RecordingKind Kind
    {
        get => _kind ?? (App == TestRun ? RecordingKind.Run : RecordingKind.App);
        init => _kind = value;
    }

    /// <summary>The release (<c>1.20</c>) or the name of the user's own document that requests were matched against.</summary>
    public required string Release { get; init; }

    /// <summary>How the release was found, in a sentence.</summary>
    public string ReleaseEvidence { get; init; } = "";

    /// <summary>What the recording is, in a sentence shown beside its numbers; empty for a user's own.</summary>
    public string About { get; init; } = "";

    /// <summary>When the recording was written.</summary>
    public DateTimeOffset LoadedAt { get; init; }

    /// <summary>The version of APISnoop that wrote it.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>The inputs, in the order in which they were read: by the time of their first event.</summary>
    public ImmutableArray<SourceFile> Sources { get; init; } = [];

    /// <summary>The filters of the load as given on the command line, such as <c>--namespace shop</c>.</summary>
    public ImmutableArray<string> Filters { get; init; } = [];

    /// <summary>
    /// How user agents name the tests of another suite than Kubernetes' own: a regular expression with a group <c>test</c>; else empty.
    /// </summary>
    public string TestPattern { get; init; } = "";

    /// <summary>The tests that requests were given to by time, with <c>--tests-from</c>; else none.</summary>
    public ImmutableArray<TimedTest> TimedTests { get; init; } = [];

    /// <summary>Things the user should know, such as a dimension that hit its limit.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Lines of the inputs.</summary>
    public long Lines { get; init; }

    /// <summary>Audit events that were read, one for each logged stage.</summary>
    public long Events { get; init; }

    /// <summary>Requests that were left out by the load's filters.</summary>
    public long FilteredRequests { get; init; }

    /// <summary>Ends of requests that were told again (a webhook's re-delivery) and not counted again.</summary>
    public long RepeatedEvents { get; init; }

    /// <summary>Lines that were no audit event.</summary>
    public long BadLines { get; init; }

    /// <summary>The first bad lines.</summary>
    public ImmutableArray<BadLine> BadLineSamples { get; init; } = [];

    /// <summary>Distinct requests.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that matched an operation.</summary>
    public long MatchedRequests { get; init; }

    /// <summary>Requests whose time of receipt was not logged.</summary>
    public long UntimedRequests { get; init; }

    /// <summary>Time of the first request, or null when no event carried a time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Time of the last request, or null when no event carried a time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether the recording was matched against a document that the user brought.</summary>
    public bool OwnSpec { get; init; }

    /// <summary>Which share of a load it is, and of which log streams; empty for a whole recording.</summary>
    public string Share { get; init; } = "";

    /// <summary>Names of the files beside this manifest that hold the request rows.</summary>
    public ImmutableArray<string> RequestFiles { get; init; } = [];

    /// <summary>Whether single requests were left out when it was exported.</summary>
    [JsonIgnore]
    public bool HoldsCountsOnly => Requests > 0 && RequestFiles.IsEmpty;

    /// <summary>Name of the file beside this manifest that holds the cube.</summary>
    public string CubeFile { get; init; } = "";

    /// <summary>Name of the file beside this manifest that holds the counts of query parameters.</summary>
    public string ParameterFile { get; init; } = "";

    /// <summary>Name of the file beside this manifest that holds the operations of the user's own document; else empty.</summary>
    public string SpecFile { get; init; } = "";
}

/// <summary>One input of a load.</summary>
/// <param name="Name">The path, URL or member name as shown to the user.</param>
/// <param name="Sha256">Hash of the bytes as stored (compressed if it was), lower-case hex.</param>
/// <param name="Bytes">Size of the bytes as stored.</param>
/// <param name="Events">Audit events read from it.</param>
/// <param name="From">Time of its first request.</param>
/// <param name="To">Time of its last request.</param>
/// <param name="Filters">The filters under which it was loaded, as given on the command line; empty without any.</param>
public sealed record SourceFile(
    string Name, string Sha256, long Bytes, long Events, DateTimeOffset? From, DateTimeOffset? To, string Filters = "");

/// <summary>A line that could not be read as an audit event.</summary>
/// <param name="File">The input.</param>
/// <param name="Line">The line's number, from 1; for a document over several lines that of its first.</param>
/// <param name="Reason">What was wrong.</param>
public sealed record BadLine(string File, long Line, string Reason);
