using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Capturing;
using ApiSnoop.Recording;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Hosting;

namespace ApiSnoop.Cli.Options;

/// <summary>Who may see and do what on a server: the same options wherever one is started.</summary>
internal sealed class AccessOptionSet
{
    readonly Option<bool> _open = new("--open")
    {
        Description = "Let everybody who reaches the server see what it shows. Elsewhere than on localhost that takes a token otherwise",
    };
    readonly Option<string?> _issuer = new("--oidc-issuer")
    {
        Description = "An OpenID Connect provider, as in the claim iss, whose tokens let in",
        HelpName = "URL",
    };
    readonly Option<string?> _audience = new("--oidc-audience")
    {
        Description = "What stands in the claim aud of tokens for this server",
        HelpName = "NAME",
    };
    readonly Option<string[]> _claims = new("--oidc-claim")
    {
        Description = "Who has this claim may view, record or admin; * is any value. May be repeated [default: every such token may view]",
        HelpName = ClaimRule.Form,
    };
    readonly Option<string?> _writeLog = new("--write-log")
    {
        Description = "The file that is told of every write through the server, a line of JSON each "
            + "[default: capture/writes.jsonl in the store]",
        HelpName = "FILE",
    };

    public AccessOptionSet()
    {
        _issuer.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !IsProvider(given.Value))
                result.AddError($"--oidc-issuer {given.Value} is no provider: write its address as https://id.example.org.");
        });
        _claims.Validators.Add(result =>
        {
            foreach (var given in result.Tokens)
                if (ClaimRule.Parse(given.Value) is null)
                    result.AddError($"--oidc-claim {given.Value}: write it as {ClaimRule.Form}, such as record=groups=platform.");
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_open, _issuer, _audience, _claims, _writeLog]) command.Add(option);
        command.Validators.Add(result =>
        {
            var (issuer, audience) = (result.GetValue(_issuer), result.GetValue(_audience));
            if (issuer is null != (audience is null)) result.AddError("--oidc-issuer and --oidc-audience mean nothing without each other.");
            if (issuer is null && result.GetValue(_claims) is { Length: > 0 })
                result.AddError("--oidc-claim means nothing without --oidc-issuer.");
        });
    }

    /// <summary>What the user wants; null where whoever reaches the server may see all of it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="store">The store, beside whose capture the tokens are.</param>
    /// <param name="url">Where the server listens.</param>
    /// <param name="door">The capture that runs beside it; null without one.</param>
    /// <exception cref="UserException">Tokens are needed, and cannot be kept.</exception>
    public AccessOptions? Of(ParseResult result, RecordingStore store, string url, CaptureDoor? door)
    {
        var oidc = result.GetValue(_issuer) is { } issuer
            ? new OidcOptions(issuer, result.GetValue(_audience)!, [.. (result.GetValue(_claims) ?? []).Select(c => ClaimRule.Parse(c)!)])
            : null;
        var isOpen = result.GetValue(_open);
        if (door is null && oidc is null && (isOpen || OwnHosts.IsLoopback(url))) return null;
        return new AccessOptions
        {
            Tokens = door?.Tokens ?? (oidc is null ? TokensOf(store, url) : null),
            Oidc = oidc,
            IsOpen = isOpen,
            WriteLog = result.GetValue(_writeLog) is { } file
                ? Path.GetFullPath(file) : Path.Combine(Capture.FolderOf(store), "writes.jsonl"),
        };
    }

    /// <summary>What a command that has none of the options does on this address.</summary>
    /// <inheritdoc cref="Of"/>
    public static AccessOptions? Usual(RecordingStore store, string url) =>
        OwnHosts.IsLoopback(url) ? null : new AccessOptions { Tokens = TokensOf(store, url) };

    static AccessTokens TokensOf(RecordingStore store, string url)
    {
        try
        {
            return AccessTokens.Of(store);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{url} can be reached from elsewhere, so it takes a token to see anything, and {store.Location} cannot hold one: "
                + $"{e.Message.TrimEnd('.')}. Let everybody see with --open, or have an identity provider say who may: --oidc-issuer");
        }
    }

    static bool IsProvider(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback));
}
