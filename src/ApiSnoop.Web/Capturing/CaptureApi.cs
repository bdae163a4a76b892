using ApiSnoop.Capturing;
using ApiSnoop.Capturing.Running;
using ApiSnoop.Capturing.Senders;
using ApiSnoop.Recording;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Api;

namespace ApiSnoop.Web.Capturing;

/// <summary>What captures by the JSON API: what is the state, and beginning, ending and removing recordings.</summary>
static class CaptureApi
{
    static readonly TimeSpan s_longestSettle = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder routes, CaptureDoor door)
    {
        var api = routes.MapGroup("/api/v1/capture").AddEndpointFilter(ApiProblems.Catch).AddEndpointFilter(Catch);
        api.MapGet("", () => TypedResults.Ok(CaptureAnswer.Of(door)))
            .Says("Capture", "Who sends, what was refused, how large the spool is, and which recordings run.");
        api.MapPost("/recordings", (StartQuestion question) => TypedResults.Ok(Start(door.Capture, question)))
            .AddEndpointFilter(Needs(AccessRole.Record)).WithMetadata(new Writes("begin a recording"))
            .Says("Capture", "Begins to record an app. Needs the token of record or admin.");
        api.MapPost("/recordings/{app}/stop", async (string app, StopQuestion question, HttpContext context) => TypedResults.Ok(
                FinishedAnswer.Of(await door.Capture.Stop(
                    PathSegment.Unescape(app), Settle(question.SettleSeconds), context.RequestAborted))))
            .AddEndpointFilter(Needs(AccessRole.Record)).WithMetadata(new Writes("end a recording"))
            .Says("Capture", "Ends a recording when each sender has told of something later, and answers with what it holds.");
        api.MapDelete("/apps/{app}", (string app) => door.Capture.Store.Remove(PathSegment.Unescape(app))
                ? Results.NoContent() : ApiProblems.NotFound("There is no such app."))
            .AddEndpointFilter(Needs(AccessRole.Admin)).WithMetadata(new Writes("remove an app"))
            .Says("Capture", "Removes an app's recording. Needs the token of admin.");
    }

    static RunningAnswer Start(Capture capture, StartQuestion question) => RunningAnswer.Of(capture.Start(
        question.App, [.. (question.Filters ?? []).Select(f => KeyValuePair.Create(f.Name, f.Value))], question.Release ?? ""));

    static TimeSpan Settle(double seconds) =>
        seconds >= 0 && seconds <= s_longestSettle.TotalSeconds ? TimeSpan.FromSeconds(seconds)
            : throw new ApiException(StatusCodes.Status400BadRequest, "settleSeconds is from 0 to 300.");

    static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Needs(AccessRole role) => (context, next) =>
    {
        var app = context.Arguments.OfType<StartQuestion>().FirstOrDefault()?.App
            ?? PathSegment.Unescape(context.HttpContext.Request.RouteValues["app"] as string ?? "");
        WriteLog.About(context.HttpContext, app);
        return Caller.Of(context.HttpContext).Role >= role ? next(context)
            : ValueTask.FromResult<object?>(ApiProblems.Problem(
                StatusCodes.Status403Forbidden, $"This needs the token of {role.ToString().ToLowerInvariant()}, as a bearer token."));
    };

    static async ValueTask<object?> Catch(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (CaptureException e)
        {
            return ApiProblems.Problem(StatusCodes.Status409Conflict, e.Message);
        }
    }
}

/// <summary>A filter as on the command line.</summary>
/// <param name="Name">Its name, such as <c>namespace</c>.</param>
/// <param name="Value">The pattern.</param>
public sealed record FilterTerm(string Name, string Value);

/// <summary>Asks to record an app.</summary>
/// <param name="App">The app's name.</param>
/// <param name="Filters">Which requests are its; all of them without any.</param>
/// <param name="Release">The release to match against; found in what arrives without one.</param>
public sealed record StartQuestion(string App, IReadOnlyList<FilterTerm>? Filters = null, string? Release = null);

/// <summary>Asks to end a recording.</summary>
/// <param name="SettleSeconds">How long to wait for senders at most.</param>
public sealed record StopQuestion(double SettleSeconds = 35);

/// <summary>A recording that runs.</summary>
/// <param name="App">The app.</param>
/// <param name="Started">Since when.</param>
/// <param name="Filters">Which requests are its.</param>
/// <param name="Stopping">Whether it is being ended.</param>
public sealed record RunningAnswer(string App, DateTimeOffset Started, IReadOnlyList<FilterTerm> Filters, bool Stopping)
{
    internal static RunningAnswer Of(RunningRecording r) =>
        new(r.App, r.Started, [.. r.Filters.Select(f => new FilterTerm(f.Key, f.Value))], r.Stopped is not null);
}

/// <summary>What came of a recording.</summary>
/// <param name="Recording">What it holds; null when nothing was recorded.</param>
/// <param name="Silent">Senders that told of nothing later than the stop, so that something of them may be missing.</param>
/// <param name="Trouble">Why nothing was recorded; else empty.</param>
/// <param name="Notes">What to know of it.</param>
/// <param name="RepeatedEvents">Ends of requests that were sent again and counted once.</param>
/// <param name="FilteredRequests">Requests that the filters left out.</param>
public sealed record FinishedAnswer(
    RecordingAnswer? Recording, IReadOnlyList<string> Silent, string Trouble, IReadOnlyList<string> Notes, long RepeatedEvents,
    long FilteredRequests)
{
    internal static FinishedAnswer Of(FinishedRecording f) => new(
        f.Manifest is { } m ? RecordingAnswer.Of(m) : null, f.Silent, f.Trouble, f.Notes, f.Manifest?.RepeatedEvents ?? 0,
        f.Manifest?.FilteredRequests ?? 0);
}

/// <summary>A sender.</summary>
/// <param name="Name">Its address, with its certificate's name.</param>
/// <param name="FirstBatch">When its first batch came.</param>
/// <param name="LastBatch">When its last batch came.</param>
/// <param name="NewestEvent">The time of the newest stage that it told of.</param>
/// <param name="Batches">Batches that were kept.</param>
/// <param name="Events">Events in them.</param>
/// <param name="EventsPerSecond">The rate of the last ten seconds.</param>
/// <param name="Gaps">Times in which nothing came for longer than it tries again, and what they mean.</param>
public sealed record SenderAnswer(
    string Name, DateTimeOffset FirstBatch, DateTimeOffset LastBatch, DateTimeOffset? NewestEvent, long Batches, long Events,
    double EventsPerSecond, IReadOnlyList<GapAnswer> Gaps)
{
    internal static SenderAnswer Of(SenderFacts s, TimeSpan retryTime) => new(
        s.Name, s.FirstBatch, s.LastBatch, s.NewestEvent, s.Batches, s.Events, s.EventsPerSecond,
        [.. s.Gaps.Select(g => new GapAnswer(g.From, g.To, g.Words(retryTime)))]);
}

/// <summary>A time in which nothing came.</summary>
/// <param name="From">When the batch before came.</param>
/// <param name="To">When the batch after it came.</param>
/// <param name="Meaning">What that means.</param>
public sealed record GapAnswer(DateTimeOffset From, DateTimeOffset To, string Meaning);

/// <summary>Posts that were refused for a reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Last">When the last one came.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Detail">What was wrong with it.</param>
public sealed record RefusalAnswer(string Reason, long Count, DateTimeOffset Last, string Sender, string Detail);

/// <summary>The state of the capture.</summary>
/// <param name="PostUrl">Where API servers post to.</param>
/// <param name="Kubeconfig">The file that an API server needs.</param>
/// <param name="SpoolBytes">Bytes of the spool.</param>
/// <param name="MostSpoolBytes">Its limit.</param>
/// <param name="Senders">Who sends.</param>
/// <param name="Refused">What was refused since the capture runs.</param>
/// <param name="Recordings">Which recordings run.</param>
public sealed record CaptureAnswer(
    string PostUrl, string Kubeconfig, long SpoolBytes, long MostSpoolBytes, IReadOnlyList<SenderAnswer> Senders,
    IReadOnlyList<RefusalAnswer> Refused, IReadOnlyList<RunningAnswer> Recordings)
{
    internal static CaptureAnswer Of(CaptureDoor door) => new(
        door.PostUrl, door.KubeconfigPath, door.Capture.SpoolBytes, door.Capture.Options.MostSpoolBytes,
        [.. door.Capture.Senders.Select(s => SenderAnswer.Of(s, door.Capture.Options.RetryTime))],
        [.. door.Capture.Refused.Select(r => new RefusalAnswer(r.Reason.ToString(), r.Count, r.Last, r.Sender, r.Detail))],
        [.. door.Capture.Running.Select(RunningAnswer.Of)]);
}
