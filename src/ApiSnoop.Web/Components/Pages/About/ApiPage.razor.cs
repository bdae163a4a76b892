using ApiSnoop.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace ApiSnoop.Web.Components.Pages.About;

/// <summary>The API's own document, to read.</summary>
public sealed partial class ApiPage
{
    IReadOnlyList<IGrouping<string, Call>> _groups = [];
    string _host = "http://localhost:9090";

    sealed record Call(string Tag, string Path, string Summary, IReadOnlyList<(string Name, string Meaning)> Parameters);

    [Inject]
    IServiceProvider Services { get; set; } = null!;

    [CascadingParameter]
    HttpContext? Http { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var provider = Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiRoutes.Document);
        var document = await provider.GetOpenApiDocumentAsync(Http?.RequestAborted ?? CancellationToken.None);
        if (Http is not null) _host = $"{Http.Request.Scheme}://{Http.Request.Host}";
        _groups = [.. document.Paths.SelectMany(p => (p.Value.Operations ?? []).Select(o => CallOf(p.Key, o.Value))).GroupBy(c => c.Tag)];
    }

    static Call CallOf(string path, OpenApiOperation operation) => new(
        operation.Tags?.FirstOrDefault()?.Name ?? "", path, operation.Summary ?? "",
        [.. (operation.Parameters ?? [])
            .Select(p => (p.Name ?? "", p.Description ?? (p.In == ParameterLocation.Path ? "part of the path" : "")))]);
}
