using System.Text;
using ApiSnoop.ChDb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

// The engine of today cannot listen by itself: this gives it the part of ClickHouse's HTTP interface that the store uses.
// ApiSnoop.ChDb LIBRARY FOLDER PORT [N: every Nth insert is carried out and its answer lost]
var engine = new Engine(args[0], args[1]);
var loseEvery = args.Length > 3 ? int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture) : 0;
var inserts = 0;
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = 1L << 30).UseUrls($"http://127.0.0.1:{args[2]}");
var app = builder.Build();
app.Map("/", async context =>
{
    var body = new MemoryStream();
    await context.Request.Body.CopyToAsync(body);
    var asked = context.Request.Query;
    var query = asked["query"].ToString();
    // As part of the statement, chDB would take a length of 12 for white space; and by an ending it would guess how a file is packed.
    var file = Path.Combine(args[1], $"{Guid.NewGuid():N}");
    var statement = query.Length == 0 ? body.ToArray()
        : Encoding.UTF8.GetBytes(query
            .Replace(" FORMAT RowBinary", $" FROM INFILE '{file}' FORMAT RowBinary", StringComparison.Ordinal)
            .Replace("FROM input(", $"FROM file('{file}', Parquet, ", StringComparison.Ordinal)
            .Replace(" FORMAT Parquet", "", StringComparison.Ordinal));
    if (query.StartsWith("INSERT", StringComparison.Ordinal)) await File.WriteAllBytesAsync(file, body.ToArray());
    var token = asked["insert_deduplication_token"].ToString();
    List<string> settings = [$"SET insert_deduplication_token = '{token.Replace("'", "\\'", StringComparison.Ordinal)}'"];
    settings.AddRange(
        asked.Where(a => a.Key is not ("query" or "database" or "wait_end_of_query" or "insert_deduplication_token"))
            .Select(a => $"SET {a.Key} = {a.Value}"));
    settings.Add($"USE {(asked["database"] is [{ } database] ? $"`{database}`" : "default")}");
    var (answer, error) = engine.Run(settings, statement);
    File.Delete(file);
    if (query.StartsWith("INSERT", StringComparison.Ordinal) && loseEvery > 0 && ++inserts % loseEvery == 0)
    {
        context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
        return;
    }

    context.Response.StatusCode = error is null ? 200 : 500;
    await context.Response.Body.WriteAsync(error is null ? answer : Encoding.UTF8.GetBytes(error));
});
await app.RunAsync();
