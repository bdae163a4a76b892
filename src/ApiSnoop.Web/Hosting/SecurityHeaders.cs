namespace ApiSnoop.Web.Hosting;

/// <summary>Headers that keep what came out of a log from acting: no inline script or style, no framing, no foreign source.</summary>
internal static class SecurityHeaders
{
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        // At the last moment: what answers a failure clears the headers that were set before.
        context.Response.OnStarting(static state => AddTo(((HttpContext)state).Response.Headers), context);
        return next(context);
    }

    static Task AddTo(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
