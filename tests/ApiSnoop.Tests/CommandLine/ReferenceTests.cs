using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ApiSnoop.Cli;
using ApiSnoop.Cli.Commands;
using ApiSnoop.Tests.Recording;
using ApiSnoop.Web;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>
/// The reference says what the commands' own symbols and the API's own document say. docs/make-reference writes it anew.
/// </summary>
public sealed class ReferenceTests
{
    const string HowTo = "It is not what is so now. Make it anew: docs/make-reference";

    const string Made = "<!-- Made by docs/make-reference. Changes here are lost. -->\n\n";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_reference_of_the_commands_is_what_they_say()
    {
        var text = new StringBuilder(Made).Append("# Commands\n\nAs `apisnoop COMMAND --help` says it.\n");
        Add(new ApisnoopCommand(named: null), "apisnoop", text);
        Matches("docs/reference/commands.md", text.ToString());
    }

    [Fact]
    public async Task The_reference_of_the_API_is_what_its_document_says()
    {
        using var folder = new TemporaryFolder();
        await using var server = ApiSnoopServer.Build(new ServerOptions { Store = folder.Path, Url = "http://127.0.0.1:0" });
        await server.StartAsync(Stop);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        var document = JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json", Stop))!;
        await server.StopAsync(Stop);
        var text = new StringBuilder(Made).Append("# The JSON API\n\n").Append((string)document["info"]!["description"]!).Append('\n');
        foreach (var (path, calls) in document["paths"]!.AsObject())
            foreach (var (method, call) in calls!.AsObject())
                Add(path, method, call!, text);
        text.Append("\n## What answers hold\n");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject().OrderBy(s => s.Key, StringComparer.Ordinal))
            Add(name, schema!, text);

        Matches("docs/reference/api.md", text.ToString());
    }

    static void Add(Command command, string name, StringBuilder text)
    {
        var help = new StringWriter { NewLine = "\n" };
        new HelpWriter(help, int.MaxValue).Write(command);
        text.Append(CultureInfo, $"\n## {name}\n\n```text\n{Masked.Text(help.ToString()).TrimEnd()}\n```\n");
        foreach (var under in command.Subcommands) Add(under, $"{name} {under.Name}", text);
    }

    static void Add(string path, string method, JsonNode call, StringBuilder text)
    {
        text.Append(CultureInfo, $"\n## {method.ToUpperInvariant()} {path}\n\n{Cell((string?)call["summary"])}\n");
        if (call["parameters"] is JsonArray { Count: > 0 } parameters)
        {
            text.Append("\n| parameter | in | |\n|---|---|---|\n");
            foreach (var p in parameters)
                text.Append(CultureInfo, $"| `{p!["name"]}` | {p["in"]} | {Cell((string?)p["description"])} |\n");
        }

        foreach (var (status, answer) in call["responses"]!.AsObject().Where(r => r.Key.StartsWith('2')))
            if (answer!["content"]?.AsObject().FirstOrDefault().Value?["schema"] is { } schema)
                text.Append(CultureInfo, $"\n{status}: {TypeOf(schema)}\n");
    }

    static void Add(string name, JsonNode schema, StringBuilder text)
    {
        text.Append(CultureInfo, $"\n### {name}\n\n{Cell((string?)schema["description"])}\n");
        if (schema["properties"] is not JsonObject { Count: > 0 } properties) return;
        text.Append("\n| field | type | |\n|---|---|---|\n");
        foreach (var (field, type) in properties)
            text.Append(CultureInfo, $"| `{field}` | {TypeOf(type!)} | {Cell((string?)type!["description"])} |\n");
    }

    static string TypeOf(JsonNode? schema)
    {
        if (schema is null) return "any";
        if ((string?)schema["$ref"] is { } reference) return Linked(reference[(reference.LastIndexOf('/') + 1)..]);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
            return string.Join(" or ", choices.Select(c => TypeOf(c!)).Where(t => t != "null"));
        var type = schema["type"] is JsonArray types ? (string?)types.FirstOrDefault(t => (string?)t != "null") : (string?)schema["type"];
        return type == "array" ? $"list of {TypeOf(schema["items"])}" : type ?? "any";
    }

    static string Linked(string type) => $"[{type}](#{type.ToLowerInvariant()})";

    static string Cell(string? text) =>
        WebUtility.HtmlDecode((text ?? "").ReplaceLineEndings(" ")).Replace("|", "\\|", StringComparison.Ordinal);

    static void Matches(string file, string made)
    {
        var path = Repository.Path(file);
        if (Environment.GetEnvironmentVariable("APISNOOP_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, made);
        }

        (File.Exists(path) ? File.ReadAllText(path) : "").ShouldBe(made, HowTo);
    }

    static IFormatProvider CultureInfo => System.Globalization.CultureInfo.InvariantCulture;
}
