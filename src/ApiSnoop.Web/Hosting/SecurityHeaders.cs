namespace ApiSnoop.Web.Hosting;

/// <summary>Headers that keep what came out of a log from acting: no inline script or style, no framing, no foreign source.</summary>
internal static class SecurityHeaders
{
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        // At the last moment: what answers a failure clears the headers that were set before.
        context.Response.OnStarting(static state => AddTo((HttpContext)state), context);
        return next(context);
    }

    static Task AddTo(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        // Browsers that are told to say nothing of where they come from do not say it of a form either, whose origin is asked for.
        headers["Referrer-Policy"] = context.Request.Path.StartsWithSegments("/capture") ? "same-origin" : "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
