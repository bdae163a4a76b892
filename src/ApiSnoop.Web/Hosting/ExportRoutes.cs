using System.Text;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Hosting;

/// <summary>Every exporter as a file, of one app or of all, under the same filters as the pages.</summary>
internal static class ExportRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/apps/{name}/export/{file}", (string name, string file, HttpContext context, RecordingShelf shelf) =>
            Export(file, [PathSegment.Unescape(name)], context, shelf));
        routes.MapGet("/export/{file}", (string file, HttpContext context, RecordingShelf shelf) =>
            Export(file, Chosen(context, shelf), context, shelf));
    }

    static List<string> Chosen(HttpContext context, RecordingShelf shelf)
    {
        List<string> asked = [.. context.Request.Query["app"].OfType<string>().Where(a => a.Length > 0)];
        return asked.Count > 0 ? asked : [.. shelf.Store.Manifests().Select(m => m.App)];
    }

    static IResult Export(string file, List<string> named, HttpContext context, RecordingShelf shelf)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (FormatOf(file) is not { } format || Exporters.Find(name) is not { } exporter)
            return Trouble(
                404, "There is no such export",
                    $"There are {string.Join(", ", Exporters.All.Select(e => e.Name))}, each as .csv, .json or .md.");
        var state = PageState.Of("", [], context.Request.Query);
        // A file outlives the page that could say what was left out.
        if (!state.Errors.IsEmpty) return Trouble(400, "The filter cannot be used", string.Join(' ', state.Errors));
        if (AddressTrouble.Of(context, shelf).FirstOrDefault(t => !t.IsMissing).Words is { } unknown)
            return Trouble(400, "The address cannot be understood", unknown);
        try
        {
            var apps = NamedRecordings.All(named, shelf.Store);
            foreach (var app in apps)
                if (shelf.Open(app) is null)
                    return Trouble(404, "There is no such app", $"There is no app \"{app}\".");

            var run = context.Request.Query[RunChoice.Parameter].ToString();
            if (run.Length > 0 && TestRuns.Chosen(shelf.Store.Manifests(), run) is null)
                return Trouble(404, "There is no such run", $"There is no run \"{run}\".");
            var input = shelf.Input(apps, state.Filter, run, context.Request.Query["noise"] == "true") with
            {
                WithoutUnused = context.Request.Query["unused"] == "false",
            };
            if (exporter.Name == "compare" && apps.Count != 2)
                return Trouble(400, "Two apps are compared", "Name the earlier one, then the later one: ?app=A&app=B");
            var table = exporter.Make(input);
            return Results.Bytes(Written(table, format), TypeOf(format), FileName(named, file));
        }
        catch (Exception e) when (e is StoreException or FormatException)
        {
            if (e is StoreException) context.RequestServices.GetRequiredService<DamageLog>().Say(e.Message);
            return Trouble(500, "A recording is damaged", e.Message);
        }
    }

    static IResult Trouble(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);

    static TableFormat? FormatOf(string file) => Path.GetExtension(file) switch
    {
        ".csv" => TableFormat.Csv,
        ".json" => TableFormat.Json,
        ".md" => TableFormat.Markdown,
        _ => null,
    };

    static string TypeOf(TableFormat format) => format switch
    {
        TableFormat.Csv => "text/csv; charset=utf-8",
        TableFormat.Json => "application/json; charset=utf-8",
        _ => "text/markdown; charset=utf-8",
    };

    /// <summary>Says what is in the file: people keep several.</summary>
    static string FileName(List<string> apps, string file)
    {
        if (apps.Count != 1) return file;
        var name = string.Concat(apps[0].Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        return $"{(name.Length > 60 ? name[..60] : name)}-{file}";
    }

    static byte[] Written(Table table, TableFormat format)
    {
        using var buffer = new MemoryStream();
        using (var writer = new StreamWriter(
            buffer, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)) TableWriter.Write(table, format, writer);
        return buffer.ToArray();
    }
}
