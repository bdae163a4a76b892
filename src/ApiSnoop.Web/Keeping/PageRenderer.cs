using ApiSnoop.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Keeping;

/// <summary>Has pages written into memory instead of to who asked.</summary>
/// <param name="looks">Tells when the store changes.</param>
/// <param name="damage">Knows whether a page met a recording that cannot be read.</param>
/// <param name="scopes">Gives services to a page that is rendered again.</param>
internal sealed class PageRenderer(StoreLooks looks, DamageLog damage, IServiceScopeFactory scopes)
{
    /// <summary>How often a page is rendered whose recordings loads go on replacing.</summary>
    const int Attempts = 10;
    long _rendered;

    /// <summary>How many pages were rendered so far.</summary>
    public long Rendered => Interlocked.Read(ref _rendered);

    /// <summary>
    /// Has the page written aside, again where a load replaced a recording under its hands: files that were there a moment ago are no
    /// damage.
    /// </summary>
    /// <returns>Whether it met no recording that cannot be read.</returns>
    public async Task<bool> IsWhole(HttpContext context, RequestDelegate next, MemoryStream bytes, long state)
    {
        for (var attempt = 1; ; attempt++)
        {
            var damaged = damage.Met;
            try
            {
                await (attempt == 1 ? Aside(context, next, bytes) : Again(context, next, bytes));
                if (damage.Met == damaged) return true;
                var now = await looks.Now();
                if (attempt == Attempts || now.Number == state) return false;
                state = now.Number;
            }
            catch (StoreException) when (attempt < Attempts)
            {
                var now = await looks.Now();
                if (now.Number == state) throw;
                state = now.Number;
            }

            bytes.SetLength(0);
            context.Response.Clear();
            context.ForgetStatus();
        }
    }

    /// <summary>The same with services of its own: those that a page has used are not to be used again.</summary>
    async Task Again(HttpContext context, RequestDelegate next, Stream bytes)
    {
        var services = context.RequestServices;
        await using var own = scopes.CreateAsyncScope();
        context.RequestServices = own.ServiceProvider;
        try
        {
            await Aside(context, next, bytes);
        }
        finally
        {
            context.RequestServices = services;
        }
    }

    /// <summary>Has the page written aside.</summary>
    async Task Aside(HttpContext context, RequestDelegate next, Stream bytes)
    {
        Interlocked.Increment(ref _rendered);
        var body = context.Response.Body;
        context.Response.Body = bytes;
        try
        {
            await next(context);
            await context.Response.CompleteAsync();
        }
        finally
        {
            context.Response.Body = body;
        }
    }
}
