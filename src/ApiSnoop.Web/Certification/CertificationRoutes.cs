using ApiSnoop.Certification;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Recording;
using ApiSnoop.Web.Addresses;

namespace ApiSnoop.Web.Certification;

/// <summary>Cards and badges of verdicts as files, and verdicts as JSON.</summary>
internal static class CertificationRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/certification/{name}/card.svg",
            (string name, HttpContext context, VerdictShelf shelf, CertificateShelf certificates) =>
                Answer(name, context, shelf, "image/svg+xml", v => Card.ToSvg(v, certificates.LogoOf(v.App))));
        routes.MapGet("/certification/{name}/logo.png", (string name, CertificateShelf certificates) =>
            certificates.LogoOf(PathSegment.Unescape(name)) is { } png ? Results.Bytes(png, "image/png") : Results.NotFound());
        routes.MapGet("/certification/{name}/badge.svg", (string name, HttpContext context, VerdictShelf shelf) =>
            Answer(name, context, shelf, "image/svg+xml", Badge.ToSvg));
        routes.MapGet("/badge/{file}.json", (string file, HttpContext context, VerdictShelf shelf) =>
            Answer(file, context, shelf, "application/json", Badge.Json));
    }

    /// <summary>The address of a verdict's page.</summary>
    public static string LinkTo(string app) => "/certification/" + PathSegment.Escape(app);

    static IResult Answer(string name, HttpContext context, VerdictShelf shelf, string type, Func<AppVerdict, string> write)
    {
        try
        {
            var query = CertificationQuery.Of(context.Request.Query);
            if (!query.Errors.IsEmpty) return Results.Problem(string.Join(' ', query.Errors), statusCode: 400);
            return shelf.Verdict(PathSegment.Unescape(name), query.Terms) is { } verdict
                ? Results.Text(write(verdict), type, System.Text.Encoding.UTF8)
                : Results.Problem("There is no such app.", statusCode: 404);
        }
        catch (Exception e) when (e is StoreException or FormatException)
        {
            return Results.Problem(e.Message, statusCode: e is FormatException ? 400 : 500);
        }
    }
}
