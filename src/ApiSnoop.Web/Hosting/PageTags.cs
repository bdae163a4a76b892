using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Certification;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// Pages but that of the capture say nothing but what the recordings, this build and the address make of them. A tag made of the
/// three lets a browser that has the page already keep it, without anything being counted or drawn again.
/// </summary>
internal static class PageTags
{
    static readonly string s_build = typeof(PageTags).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    public static Task Answer(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
            return next(context);
        if (context.Request.Path.StartsWithSegments("/capture")) return next(context);
        var tag = TagOf(context);
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified)) return Task.CompletedTask;
            context.Response.Headers.ETag = tag.ToString();
            context.Response.Headers.CacheControl = "private, no-cache";
            return Task.CompletedTask;
        });
        if (!EntityTags.Knows(context.Request, tag)) return next(context);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    /// <summary>Whether the page of an app says that it is being recorded.</summary>
    static DateTimeOffset? GrowingSince(HttpContext context) =>
        context.Request.RouteValues.TryGetValue("Name", out var name) && name is string app
            ? Growing.Since(
                context.RequestServices.GetRequiredService<ServerOptions>(),
                context.RequestServices.GetRequiredService<RecordingShelf>().Store, PathSegment.Unescape(app))
            : null;

    static EntityTagHeaderValue TagOf(HttpContext context)
    {
        var text = new StringBuilder(s_build).Append(context.Request.Path).Append(context.Request.QueryString);
        text.Append('\0').Append(GrowingSince(context));
        text.Append('\0').Append(context.RequestServices.GetRequiredService<ConformanceShelf>().Stamp);
        if (context.Request.Path.StartsWithSegments("/certification"))
            text.Append('\0').Append(context.RequestServices.GetRequiredService<VerdictShelf>().Stamp);
        var listing = context.RequestServices.GetRequiredService<RecordingShelf>().Store.List();
        foreach (var manifest in listing.Manifests) text.Append('\0').Append(manifest.App).Append('\0').Append(manifest.CubeFile);
        foreach (var damage in listing.Damaged) text.Append('\0').Append(damage.Folder).Append('\0').Append(damage.Reason);
        return new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..20]}\"", isWeak: true);
    }
}
