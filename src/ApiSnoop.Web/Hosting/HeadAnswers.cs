namespace ApiSnoop.Web.Hosting;

/// <summary>Answers HEAD as GET without the body, on every address.</summary>
internal static class HeadAnswers
{
    /// <summary>The middleware; it must run before routing.</summary>
    public static async Task Answer(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
            context.Request.Method = HttpMethods.Head;
        }
    }
}
