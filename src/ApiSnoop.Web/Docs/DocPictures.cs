namespace ApiSnoop.Web.Docs;

/// <summary>The pictures of the docs.</summary>
internal static class DocPictures
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/docs/pictures/{name}", (string name, HttpContext context) =>
    {
        if (DocShelf.Picture(name) is not { } bytes) return Results.NotFound();
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(bytes, "image/png");
    }).ExcludeFromDescription();
}
