using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ApiSnoop.Web.Mcp;

/// <summary>
/// A tool that tells a model which argument is missing or wrong, so that it can ask again; the library says only that it failed.
/// </summary>
/// <param name="tool">The tool.</param>
sealed class AnsweringTool(McpServerTool tool) : DelegatingMcpServerTool(tool)
{
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        if (Missing(request.Params?.Arguments) is { } missing)
            return Said($"{ProtocolTool.Name} needs the argument {missing}.");
        try
        {
            return await base.InvokeAsync(request, cancellationToken);
        }
        catch (JsonException e)
        {
            return Said($"An argument of {ProtocolTool.Name} is not of the type that its schema names: {e.Message}");
        }
    }

    static CallToolResult Said(string wrong) => new() { Content = [new TextContentBlock { Text = wrong }], IsError = true };

    string? Missing(IDictionary<string, JsonElement>? given) =>
        ProtocolTool.InputSchema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(r => r.GetString()!).FirstOrDefault(r => given?.ContainsKey(r) != true)
            : null;
}
