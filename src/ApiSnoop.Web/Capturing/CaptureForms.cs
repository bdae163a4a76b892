using System.Globalization;
using ApiSnoop.Capturing;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Addresses;

namespace ApiSnoop.Web.Capturing;

/// <summary>
/// Beginning and ending recordings by the buttons of the page. A form carries a token, as nothing else shows who sends it, and must
/// come from a page of this server.
/// </summary>
static class CaptureForms
{
    public static void Map(IEndpointRouteBuilder routes, CaptureDoor door, AccessControl access)
    {
        routes.MapPost("/capture/start", (HttpContext context) => Answer(context, access, form =>
        {
            door.Capture.Start(form["app"].ToString().Trim(), [.. Filters(form)]);
            return Task.CompletedTask;
        })).WithMetadata(new Writes("begin a recording")).ExcludeFromDescription();
        routes.MapPost("/capture/stop", (HttpContext context) => Answer(context, access, async form =>
        {
            var finished = await door.Capture.Stop(form["app"].ToString(), Settle(form["settle"]), context.RequestAborted);
            if (finished.Manifest is null) throw new CaptureException(finished.Trouble);
        })).WithMetadata(new Writes("end a recording")).ExcludeFromDescription();
    }

    static async Task Answer(HttpContext context, AccessControl access, Func<IFormCollection, Task> act) =>
        await (await AnswerTo(context, access, act)).ExecuteAsync(context);

    static async Task<IResult> AnswerTo(HttpContext context, AccessControl access, Func<IFormCollection, Task> act)
    {
        var own = $"{context.Request.Scheme}://{context.Request.Host}";
        if (!string.Equals(context.Request.Headers.Origin, own, StringComparison.OrdinalIgnoreCase))
            return Trouble(StatusCodes.Status403Forbidden, $"This form was not sent from a page of {own}.");
        if (!context.Request.HasFormContentType) return Trouble(StatusCodes.Status400BadRequest, "This is no form.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        WriteLog.About(context, form["app"].ToString().Trim());
        var caller = await access.CallerOf(context, form["token"].ToString().Trim());
        WriteLog.By(context, caller);
        if (caller.Role < AccessRole.Record)
            return Trouble(StatusCodes.Status403Forbidden, "The token is not one of record or admin.");
        try
        {
            await act(form);
            return Results.Redirect(RecordingLinks.App(form["app"].ToString().Trim()));
        }
        catch (CaptureException e)
        {
            return Trouble(StatusCodes.Status409Conflict, e.Message);
        }
    }

    static IEnumerable<KeyValuePair<string, string>> Filters(IFormCollection form) =>
        from name in LoadFilterTerms.Fields.Select(RecordingFilter.NameOf)
        from value in form[name]
        where value.Length > 0
        select KeyValuePair.Create(name, value);

    static TimeSpan Settle(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 300
            ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(35);

    static IResult Trouble(int status, string words) => Results.Text(words + "\nGo back to try again.", statusCode: status);
}
