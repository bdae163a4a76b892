using ApiSnoop.Filtering;
using ApiSnoop.Web.Addresses;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ApiSnoop.Web.Api;

/// <summary>What the OpenAPI document says beyond what the code itself tells.</summary>
internal static class ApiDocument
{
    /// <summary>Parameters of the query that an address takes.</summary>
    internal sealed record Names(string[] Values);

    /// <summary>Says what an address answers.</summary>
    public static RouteHandlerBuilder Says(this RouteHandlerBuilder route, string tag, string summary) => route
        .WithTags(tag).WithSummary(summary)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>The address takes the filters.</summary>
    public static RouteHandlerBuilder Filtered(this RouteHandlerBuilder route) =>
        route.WithMetadata(new Names([.. RecordingFilter.FieldNames.Select(f => f.Name), "outcome", "since", "until"]));

    /// <summary>The address takes further parameters of the query.</summary>
    public static RouteHandlerBuilder Over(this RouteHandlerBuilder route, params string[] names) => route.WithMetadata(new Names(names));

    /// <summary>Completes the document.</summary>
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = call => call.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "APISnoop",
                Version = ApiRoutes.Document,
                Description = "Which operations of the Kubernetes API are used and tested, from audit logs. Read-only. "
                    + "Filters are text, a * glob or /regex/; a leading - negates; \"\" means none sent; parameters repeat.",
            };
            // The server's own address depends on who asks; relative ones always hold.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var known = (operation.Parameters ?? []).Select(p => p.Name).ToHashSet();
            foreach (var name in context.Description.ActionDescriptor.EndpointMetadata.OfType<Names>().SelectMany(n => n.Values))
                if (known.Add(name))
                    (operation.Parameters ??= []).Add(Parameter(name));
            return Task.CompletedTask;
        });
    }

    static OpenApiParameter Parameter(string name)
    {
        var repeats = name is "app" or "appname" || RecordingFilter.FieldNames.Any(f => f.Name == name);
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        return new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = Meaning(name),
            Schema = repeats ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = text } : text,
        };
    }

    static string Meaning(string name) => name switch
    {
        "app" or "appname" => "An app; all without it.",
        "q" => "Words to find in id, path, kind, group or version.",
        "preset" => "A question that is asked often.",
        "outcome" => "reached (the default), succeeded or refused.",
        "since" => "Only requests received at this time or later, such as 2026-11-23T15:12:00Z.",
        "until" => "Only requests received at this time or earlier.",
        "test" or "test-tag" =>
            "A filter of tests: text, * glob or /regex/; a leading - negates. Over all endpoints it asks which tests count; requests of "
                + "apps, which carry no test, are counted all the same.",
        "deprecated" => "true adds deprecated endpoints.",
        "name" + TextKey.Hashed or "agent" + TextKey.Hashed =>
            "In place of a text that is too long for an address: the SHA-256 of its UTF-8, in lower-case hexadecimal.",
        "run" => "The test run that tells what is tested; without it e2e, else that of the newest release.",
        "slice" => "Where in the tree to begin: a level, or level/category; the whole without it.",
        "depth" => "How many steps to go down; all without it.",
        "target" => "The release to upgrade to: a number, next or latest.",
        "require" => "The worst stability that is allowed: stable, beta or alpha.",
        "uri" => "The path and query of a request.",
        "release" => "A Kubernetes release, such as 1.34.",
        "auditId" => "The audit id of a recorded request.",
        "discovery" => "true adds what every client walks through.",
        "noise" => "true counts what the cluster's own noise and crawlers call as use.",
        "unused" => "true adds endpoints that nobody uses.",
        _ => "A filter: text, * glob or /regex/; a leading - negates.",
    };
}
