using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Api;

/// <summary>The JSON API: everything the pages show, read-only, under <c>/api/v1</c>.</summary>
internal static class ApiRoutes
{
    /// <summary>The name of the OpenAPI document.</summary>
    public const string Document = "v1";

    /// <summary>Adds what the API needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddScoped(s => new ApiQuery(
            s.GetRequiredService<IHttpContextAccessor>().HttpContext!, s.GetRequiredService<RecordingShelf>(),
                s.GetRequiredService<AnswerCache>()));
        services.AddOpenApi(Document, ApiDocument.Describe);
        return services;
    }

    /// <summary>Maps all of the API.</summary>
    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        var api = routes.MapGroup("/api/v1").AddEndpointFilter(ApiProblems.Catch).AddEndpointFilter<ApiETags>();
        RecordingApi.Map(api);
        EndpointApi.Map(api);
        ClientApi.Map(api);
        StatsApi.Map(api);
        AskingApi.Map(api);
        routes.Map("/api/{**rest}", NoSuchAnswer).ExcludeFromDescription();
        return routes;
    }

    static IResult NoSuchAnswer(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
            return ApiProblems.NotFound("There is nothing at this address. The addresses are in /openapi/v1.json.");
        context.Response.Headers.Allow = "GET, HEAD";
        return ApiProblems.Problem(StatusCodes.Status405MethodNotAllowed, "This API only answers GET and HEAD: it changes nothing.");
    }
}
