using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Cli.Commands.Auditing;

/// <summary>Where a receiver of events is.</summary>
internal static class WebhookAddress
{
    /// <summary>The address, or null where a text is none: events are sent over TLS only.</summary>
    public static Uri? Of(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0
            && text.All(c => c is > ' ' and < '\x7f' and not ('"' or '\'' or '`' or '$' or '\\' or ';' or '&' or '|' or '<' or '>'))
            ? url : null;

    /// <summary>A kubeconfig, and the server that it leads to.</summary>
    /// <exception cref="UserException">It is none.</exception>
    public static (Uri? Server, string? Text) Kubeconfig(string file)
    {
        var text = File.ReadAllText(file);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var server = (stream.Documents[0].RootNode["clusters"][0]["cluster"]["server"] as YamlScalarNode)?.Value ?? "";
            return (Of(server) ?? throw new UserException($"{file} leads to \"{server}\", which is no https address."), text);
        }
        catch (Exception e) when (e is YamlException or KeyNotFoundException or ArgumentOutOfRangeException or ArgumentException)
        {
            throw new UserException($"{file} is no kubeconfig: clusters[0].cluster.server is not in it.");
        }
    }
}
