using System.Text;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Filters;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Components.Tables;

/// <summary>
/// Answers <c>?format=csv|json|md</c> on every page with the table that the page shows: the page is rendered as always, its
/// <see cref="TableView"/> hands the table over, and the table is sent in the page's place. So a download can never differ
/// from what is shown, and a new page needs nothing for it.
/// </summary>
internal static class PageTables
{
    static readonly object s_key = new();

    /// <summary>The name of the query's parameter that asks for a format.</summary>
    public const string Format = "format";

    /// <summary>The name of the query's parameter that chooses one of several tables.</summary>
    public const string Chosen = "table";

    /// <summary>The table that was asked for, once a view has handed it over.</summary>
    internal sealed class Wanted(string id)
    {
        /// <summary>The id of the table; empty for the page's first.</summary>
        public string Id => id;

        /// <summary>The table.</summary>
        public Table? Table { get; set; }
    }

    /// <summary>What the request asks for, or null for the page itself.</summary>
    public static Wanted? WantedBy(HttpContext? context) => context?.Items[s_key] as Wanted;

    /// <summary>The middleware.</summary>
    public static async Task Answer(HttpContext context, RequestDelegate next)
    {
        if (FormatOf(context) is not { } format)
        {
            await next(context);
            return;
        }

        if (Trouble(context) is var (status, words))
        {
            await Results.Problem(words, statusCode: status).ExecuteAsync(context);
            return;
        }

        var wanted = new Wanted(context.Request.Query[Chosen].ToString());
        context.Items[s_key] = wanted;
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
            context.Items.Remove(s_key);
        }

        if (context.Response.StatusCode != StatusCodes.Status200OK) return;
        if (wanted.Table is { } table) await Send(context, table, format);
        else context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>What a page would say beside its table; a file outlives the page and must not leave it out.</summary>
    static (int Status, string Words)? Trouble(HttpContext context)
    {
        var filter = PageFilter.Of(context);
        if (!filter.Errors.IsEmpty) return (StatusCodes.Status400BadRequest, string.Join(' ', filter.Errors));
        var troubles = AddressTrouble.Of(context, context.RequestServices.GetRequiredService<RecordingShelf>()).ToList();
        return troubles.Count == 0 ? null
            : (troubles.Exists(t => t.IsMissing) ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest,
                string.Join(' ', troubles.Select(t => t.Words)));
    }

    /// <summary>Sends a table.</summary>
    public static async Task Send(HttpContext context, Table table, TableFormat format)
    {
        var text = new StringWriter();
        TableWriter.Write(table, format, text);
        var (type, extension) = format switch
        {
            TableFormat.Csv => ("text/csv; charset=utf-8", "csv"),
            TableFormat.Json => ("application/json; charset=utf-8", "json"),
            _ => ("text/markdown; charset=utf-8", "md"),
        };
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var response = context.Response;
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-cache";
        if (format == TableFormat.Csv)
            response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(context.Request.Path)}.{extension}\"";
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>The format that a text names, or null.</summary>
    public static TableFormat? Parse(string? text) => text switch
    {
        "csv" => TableFormat.Csv,
        "json" => TableFormat.Json,
        "md" or "markdown" => TableFormat.Markdown,
        _ => null,
    };

    /// <summary>
    /// Only pages have such tables; the API and the exports have formats of their own. What went wrong is told on a page.
    /// </summary>
    static TableFormat? FormatOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null
            || context.Features.Get<IExceptionHandlerFeature>() is not null
            ? null
            : Parse(context.Request.Query[Format]);

    /// <summary>A name that is safe in a header and on every disk.</summary>
    static string FileName(string path) =>
        "apisnoop-" + string.Concat(path.Trim('/').Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' ? c : '-')) is { Length: > 9 } name
            ? name[..Math.Min(name.Length, 80)]
            : "apisnoop";
}
