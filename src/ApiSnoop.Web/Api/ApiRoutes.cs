using ApiSnoop.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Api;

/// <summary>The JSON API: everything the pages show, read-only, under <c>/api/v1</c>.</summary>
internal static class ApiRoutes
{
    /// <summary>Adds what the API needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<AnswerCache>();
        return services;
    }

    /// <summary>Maps all of the API.</summary>
    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        FilterApi.Map(api);
        return routes;
    }
}
