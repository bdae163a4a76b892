using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Recording;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Components.Pages.Apps;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace ApiSnoop.Web.Keeping;

/// <summary>
/// Pages but that of the capture say nothing but what the recordings, this build and the address make of them. So each is rendered once,
/// by the first who asks, and answered from memory until the store changes; a browser that has it already is told so.
/// </summary>
/// <param name="looks">Tells when the store changes.</param>
/// <param name="packing">Chooses how an answer is compressed.</param>
/// <param name="store">The recordings.</param>
/// <param name="options">How many bytes are kept.</param>
/// <param name="renderer">Renders pages.</param>
internal sealed class PageAnswers(
    StoreLooks looks, IResponseCompressionProvider packing, RecordingStore store, ServerOptions options, PageRenderer renderer)
{
    static readonly string s_build = typeof(PageAnswers).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    /// <summary>What the framework says to a script of its own, which is not used here.</summary>
    const string ToNobody = "blazor-enhanced-nav";

    /// <summary>How long ago a page must have been true to be shown while many loads end and it is being rendered again.</summary>
    static readonly TimeSpan s_moment = TimeSpan.FromSeconds(2);

    readonly KeptPages _pages = new(options.MostPageBytes, store.Clock);

    /// <summary>The middleware; it must run behind routing and behind what refuses a request.</summary>
    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        if (!IsPage(context))
        {
            await next(context);
            return;
        }

        var state = await looks.Now();
        var address = AddressOf(context);
        var asked = PageOf(context, address, state);
        if (context.Request.Headers.IfNoneMatch.Count > 0 && TagOf(asked) is var tag && EntityTags.Knows(context.Request, tag))
        {
            AddTag(context.Response, tag.ToString());
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var now = asked;
        while (true)
        {
            var page = _pages.Find(now, out var rendering, out var isFirst);
            if (isFirst)
            {
                await Render(context, next, rendering!);
                return;
            }

            if (rendering?.Before is { } before && MayShow(context, before))
            {
                await Send(context, address, before.Page);
                return;
            }

            if (rendering is not null)
            {
                Task end = rendering.End.WaitAsync(context.RequestAborted);
                await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (context.RequestAborted.IsCancellationRequested) return;
                if (rendering.End.IsCanceled || !rendering.Page.WillDoFor(asked))
                {
                    // It came to nothing, or was begun before what this request must see. Whoever renders it next does so for all.
                    now = PageOf(context, address, await looks.Now());
                    continue;
                }

                page = await rendering.End;
            }

            await (page is null ? RenderForOne(context, next, TagOf(asked)) : Send(context, address, page));
            return;
        }
    }

    /// <summary>
    /// Whether an answer is the same for everybody who may see it at all. What is answered in the place of something else is told by more
    /// than its address.
    /// </summary>
    static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        && !context.Request.Path.StartsWithSegments("/capture")
        && context.Response.StatusCode == StatusCodes.Status200OK
        && context.Features.Get<IExceptionHandlerFeature>() is null
        && context.Features.Get<IStatusCodeReExecuteFeature>() is null;

    /// <summary>
    /// Whether a page that is being rendered again may be shown as it was a moment ago. Where loads end one after another nobody could tell
    /// the difference, and all would wait all the time; who asks for the newest state, as a browser's reload does, gets that.
    /// </summary>
    bool MayShow(HttpContext context, PageBefore before) =>
        looks.ChangesOften
        && store.Clock.GetElapsedTime(before.TrueAt) < s_moment
        && context.Request.GetTypedHeaders().CacheControl is not ({ NoCache: true } or { MaxAge.Ticks: 0 });

    /// <summary>All of a request that a page may show; some write down links to themselves, with the server's name.</summary>
    string AddressOf(HttpContext context)
    {
        var request = context.Request;
        return $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{request.QueryString}\0{GrowingSince(context)}";
    }

    /// <summary>Whether the page of an app says that it is being recorded.</summary>
    DateTimeOffset? GrowingSince(HttpContext context) =>
        context.Request.RouteValues.TryGetValue("Name", out var name) && name is string app
            ? Growing.Since(options, store, PathSegment.Unescape(app))
            : null;

    /// <summary>The page of an app is made from less than all others are, which count in every recording.</summary>
    static PageOfState PageOf(HttpContext context, string address, StoreState state)
    {
        var isOfApp = context.GetEndpoint()!.Metadata.GetMetadata<ComponentTypeMetadata>()!.Type == typeof(AppPage);
        var app = isOfApp ? context.Request.RouteValues["Name"] as string : null;
        return new(address, app is null ? state.Hash : state.HashAbout(PathSegment.Unescape(app)), state.Number);
    }

    static EntityTagHeaderValue TagOf(PageOfState page)
    {
        var told = SHA256.HashData(Encoding.UTF8.GetBytes($"{s_build}{page.Stamp}{page.Address}"));
        return new($"\"{Convert.ToHexStringLower(told)[..20]}\"", isWeak: true);
    }

    static void AddTag(HttpResponse response, string tag)
    {
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "private, no-cache";
    }

    async Task Render(HttpContext context, RequestDelegate next, Rendering rendering)
    {
        RenderedPage? page = null;
        var tag = TagOf(rendering.Page);
        using var bytes = new MemoryStream();
        var isDone = false;
        try
        {
            if (await renderer.IsWhole(context, next, bytes, rendering.Page.Number) && IsForEverybody(context))
            {
                var response = context.Response;
                page = new(response.ContentType ?? "", response.Headers.ContentDisposition.ToString(), tag.ToString(), bytes.ToArray());
                // Compressed before the others go on, who want the same form most likely.
                page.Form(PackingFor(context), out _);
            }

            isDone = true;
        }
        finally
        {
            _pages.End(rendering, page);
            if (isDone) rendering.Finish(page);
            else rendering.Fail();
        }

        await (page is null ? SendOnce(context, bytes, tag) : Send(context, rendering.Page.Address, page));
    }

    async Task RenderForOne(HttpContext context, RequestDelegate next, EntityTagHeaderValue tag)
    {
        using var bytes = new MemoryStream();
        await renderer.IsWhole(context, next, bytes, (await looks.Now()).Number);
        await SendOnce(context, bytes, tag);
    }

    /// <summary>Only what is known to be the same for all; a header that nobody thought of is a reason not to keep an answer.</summary>
    static bool IsForEverybody(HttpContext context)
    {
        if (context.PageStatus() != StatusCodes.Status200OK) return false;
        foreach (var (name, _) in context.Response.Headers)
        {
            if (name != HeaderNames.ContentType && name != HeaderNames.ContentDisposition && name != HeaderNames.ContentLength
                && name != HeaderNames.CacheControl && name != ToNobody)
                return false;
        }

        return true;
    }

    static async Task SendOnce(HttpContext context, MemoryStream bytes, EntityTagHeaderValue tag)
    {
        if (context.PageStatus() == StatusCodes.Status200OK) AddTag(context.Response, tag.ToString());
        bytes.Position = 0;
        await bytes.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    async Task Send(HttpContext context, string address, RenderedPage page)
    {
        var response = context.Response;
        response.ContentType = page.Type;
        response.Headers.Remove(ToNobody);
        if (page.Disposition.Length > 0) response.Headers.ContentDisposition = page.Disposition;
        AddTag(response, page.Tag);
        var chosen = PackingFor(context);
        var bytes = page.Form(chosen, out var isNew);
        if (isNew) _pages.Weigh(address, page);
        // What is compressed already is let through as it is.
        if (chosen is not null) response.Headers.ContentEncoding = chosen.EncodingName;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>How the client wants this kind of answer compressed; null for not at all.</summary>
    ICompressionProvider? PackingFor(HttpContext context)
    {
        if (!packing.ShouldCompressResponse(context)) return null;
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        return packing.CheckRequestAcceptsCompression(context) ? packing.GetCompressionProvider(context) : null;
    }
}
