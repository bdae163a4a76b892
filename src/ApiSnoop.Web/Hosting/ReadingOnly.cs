using ApiSnoop.Web.Access;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// Refuses every method but GET and HEAD where nothing can be changed: everywhere but where a capture is told what to do.
/// </summary>
internal static class ReadingOnly
{
    /// <summary>The middleware; it must run behind <see cref="HeadAnswers"/> and behind routing.</summary>
    public static Task Answer(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method)) return next(context);
        var marks = context.GetEndpoint()?.Metadata;
        if (marks?.GetMetadata<Writes>() is not null || marks?.GetMetadata<OnlyReads>() is not null) return next(context);
        context.Response.Headers.Allow = "GET, HEAD";
        return Results.Problem("Nothing here can be written.", statusCode: StatusCodes.Status405MethodNotAllowed).ExecuteAsync(context);
    }
}
