using ApiSnoop.Recording;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Api;

/// <summary>What went wrong, as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class ApiProblems
{
    /// <summary>A problem with words for the user.</summary>
    public static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);

    /// <summary>What was asked for is not there.</summary>
    public static IResult NotFound(string detail) => Problem(StatusCodes.Status404NotFound, detail);

    /// <summary>A typing error in a filter's name must not answer with everything.</summary>
    static string? UnknownName(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var known = (endpoint?.Metadata.OfType<ApiDocument.Names>() ?? []).SelectMany(n => n.Values)
            .Concat(endpoint?.Metadata.OfType<IParameterBindingMetadata>().Select(p => p.Name) ?? []).ToHashSet(StringComparer.Ordinal);
        return context.Request.Query.Keys.FirstOrDefault(k => !known.Contains(k));
    }

    /// <summary>Turns what users can cause into problems with the right status.</summary>
    public static async ValueTask<object?> Catch(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            if (UnknownName(context.HttpContext) is { } unknown)
                return Problem(
                    StatusCodes.Status400BadRequest,
                    $"This address takes no {SafeText.Cut(unknown, 60)}. What it takes is in /openapi/v1.json.");
            return await next(context);
        }
        catch (ApiException e)
        {
            return Problem(e.Status, e.Message);
        }
        catch (FormatException e)
        {
            return Problem(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (StoreException e)
        {
            context.HttpContext.RequestServices.GetRequiredService<DamageLog>().Say(e.Message);
            return Problem(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }
}

/// <summary>Ends an answer with a problem.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What to tell the user.</param>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>What was asked for is not there.</summary>
    public static ApiException NotFound(string message) => new(StatusCodes.Status404NotFound, message);
}
