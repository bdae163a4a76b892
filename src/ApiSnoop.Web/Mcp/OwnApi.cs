using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Mcp;

/// <summary>
/// Asks the JSON API from inside of the process, through what is behind the door: a tool's answer cannot differ from the API's.
/// </summary>
sealed class OwnApi(IServiceProvider services)
{
    RequestDelegate? _pipeline;

    /// <summary>The middleware that marks where asking begins; it must run before routing, and behind what looks at hosts.</summary>
    public RequestDelegate Follow(RequestDelegate next) => _pipeline = next;

    /// <summary>Asks for an address.</summary>
    /// <param name="path">The path, each segment escaped.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <returns>The status, and the body's bytes.</returns>
    public Task<(int Status, byte[] Body)> Get(string path, QueryString query, CancellationToken cancelled)
    {
        // What asks may be a request itself, which must stay the one that its own code sees.
        using (ExecutionContext.SuppressFlow()) return Task.Run(() => Answer(path, query, cancelled), cancelled);
    }

    async Task<(int Status, byte[] Body)> Answer(string path, QueryString query, CancellationToken cancelled)
    {
        var pipeline = _pipeline ?? throw new InvalidOperationException("The server has not been started.");
        await using var scope = services.CreateAsyncScope();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancelled };
        context.Request.Method = HttpMethods.Get;
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("localhost");
        // As a server reads it: what is escaped once more stays.
        context.Request.Path = PathString.FromUriComponent(path);
        context.Request.QueryString = query;
        // Whoever reached the tools was let in to see.
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Response.Body = body;
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
        await pipeline(context);
        return (context.Response.StatusCode, body.ToArray());
    }
}
