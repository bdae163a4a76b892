using System.Net;
using System.Text;
using ApiSnoop.Web.Components.Tables;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Access;

/// <summary>
/// Who may see and do what. On the machine itself seeing needs no token; from elsewhere browsers ask for one, and send it themselves from
/// then on. There are no cookies, so another site cannot act in somebody's name. Who shows a token that does not hold is let do nothing,
/// wherever they are.
/// </summary>
sealed partial class AccessControl(AccessOptions options, ILogger<AccessControl> log)
{
    const string Bearer = "Bearer ", Basic = "Basic ";

    readonly OidcTokens? _oidc = options.Oidc is { } oidc ? new OidcTokens(oidc) : null;

    /// <summary>The middleware: nobody sees anything without the right to.</summary>
    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        string? header = context.Request.Headers.Authorization;
        var caller = string.IsNullOrEmpty(header) ? WithoutToken(context) : await CallerOf(context, Token(header));
        context.Features.Set(caller);
        if (caller.Role >= AccessRole.View)
        {
            await next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"APISnoop: any name, and a token as the password\", charset=\"UTF-8\"";
        await Results.Problem(Words(), statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    /// <summary>Who holds a token; why it is refused is said in the log only.</summary>
    public async Task<Caller> CallerOf(HttpContext context, string? token)
    {
        if (string.IsNullOrEmpty(token)) return Caller.Nobody;
        if (options.Tokens?.RoleOf(token) is { } role and not AccessRole.None)
            return new($"token {role.ToString().ToLowerInvariant()}", role);
        var reason = "it is not known here";
        if (_oidc is not null && OidcTokens.IsOne(token))
        {
            (var caller, reason) = await _oidc.Check(token);
            if (caller is { Role: not AccessRole.None }) return caller;
            if (caller is not null) reason = $"no rule gives {caller.Name} a role";
        }

        TokenRefused(Caller.AddressOf(context), SafeText.Cut(SafeText.Of(reason), 500));
        return Caller.Nobody;
    }

    Caller WithoutToken(HttpContext context) =>
        IsFromHere(context) ? new("nobody, on this machine", AccessRole.View)
        : options.IsOpen ? new(Caller.Nobody.Name, AccessRole.View)
        : Caller.Nobody;

    string Words()
    {
        var ours = options.Tokens is { } tokens
            ? $"that of view, record or admin in {Path.GetFileName(tokens.Path)}, in the folder of the capture" : "";
        var signed = options.Oidc is { } oidc ? $"one for {oidc.Audience} that {oidc.Issuer} signed" : "";
        var either = ours.Length > 0 && signed.Length > 0 ? ", or " : "";
        return $"A token is needed: {ours}{either}{signed}. Send it as a bearer token, or as a password with any name.";
    }

    /// <summary>A proxy on this machine is here, too, but the name that it is asked by is another.</summary>
    static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && OwnHosts.Of("http://localhost", []).Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);

    static string? Token(string header)
    {
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        return Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A token from {Address} is refused: {Reason}")]
    partial void TokenRefused(string address, string reason);
}
