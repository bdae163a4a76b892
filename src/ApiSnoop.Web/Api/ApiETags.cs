using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Web.Keeping;
using Microsoft.Net.Http.Headers;

namespace ApiSnoop.Web.Api;

/// <summary>
/// An answer is told by its address, the recordings and the version of APISnoop, so its tag is known before it is made: a
/// client that has it costs nothing.
/// </summary>
/// <param name="looks">Knows when a recording changes.</param>
/// <param name="options">Has the version.</param>
internal sealed class ApiETags(StoreLooks looks, ServerOptions options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var tag = TagOf(http.Request, await looks.Now());
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
            {
                http.Response.Headers.ETag = tag.ToString();
                http.Response.Headers.CacheControl = "no-cache";
            }

            return Task.CompletedTask;
        });
        return EntityTags.Knows(http.Request, tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : await next(context);
    }

    /// <summary>Weak, as the bytes differ by compression.</summary>
    EntityTagHeaderValue TagOf(HttpRequest request, StoreState state)
    {
        var told = $"{options.Version}\n{state.Hash}\n{request.Path}{request.QueryString}";
        return new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told)))[..20]}\"", isWeak: true);
    }
}
