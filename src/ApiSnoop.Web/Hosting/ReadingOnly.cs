namespace ApiSnoop.Web.Hosting;

/// <summary>Refuses every method but GET and HEAD: there is nothing here that could be changed.</summary>
internal static class ReadingOnly
{
    /// <summary>The middleware; it must run behind <see cref="HeadAnswers"/>.</summary>
    public static Task Answer(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method)) return next(context);
        context.Response.Headers.Allow = "GET, HEAD";
        return Results.Problem("Nothing here can be written.", statusCode: StatusCodes.Status405MethodNotAllowed).ExecuteAsync(context);
    }
}
