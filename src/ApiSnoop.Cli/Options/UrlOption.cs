using System.CommandLine;

namespace ApiSnoop.Cli.Options;

/// <summary>Where the server listens.</summary>
internal sealed class UrlOption
{
    const string Default = "http://localhost:9090";

    readonly Option<string> _url = new("--url")
    {
        Description = "Where to listen. Recordings tell of a cluster's inside: think before leaving localhost",
        DefaultValueFactory = _ => Default,
        HelpName = "URL",
    };

    public UrlOption() => _url.Validators.Add(result =>
    {
        if (result.Tokens is [var given] && !IsAddress(given.Value))
            result.AddError(
                $"--url {given.Value} is not where a server can listen: write it as {Default}, without a path. For https put a proxy in "
                    + $"front.");
    });

    public void AddTo(Command command) => command.Add(_url);

    public string Url(ParseResult result) => result.GetRequiredValue(_url);

    /// <summary>A star or a plus stands for all of the machine's addresses.</summary>
    static bool IsAddress(string text) =>
        Uri.TryCreate(
            text.Replace("//*", "//all", StringComparison.Ordinal)
                .Replace("//+", "//all", StringComparison.Ordinal), UriKind.Absolute, out var url)
        && url is { Scheme: "http", PathAndQuery: "/" };
}
