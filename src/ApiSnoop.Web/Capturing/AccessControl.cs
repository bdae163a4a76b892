using System.Net;
using System.Text;

namespace ApiSnoop.Web.Capturing;

/// <summary>
/// Who may see and do what while a capture runs. On the machine itself seeing needs no token; from elsewhere browsers ask for one, and
/// send it themselves from then on. There are no cookies, so another site cannot act in somebody's name.
/// </summary>
sealed class AccessControl(AccessTokens tokens)
{
    const string Bearer = "Bearer ", Basic = "Basic ";

    /// <summary>The middleware: nobody sees anything without the right to.</summary>
    public Task Answer(HttpContext context, RequestDelegate next)
    {
        if (RoleOf(context) >= AccessRole.View) return next(context);
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"APISnoop: any name, and a token as the password\", charset=\"UTF-8\"";
        return Results.Problem(
            $"A token is needed: that of view, record or admin in {Path.GetFileName(tokens.Path)}, in the folder of the capture. Send it "
                + "as a bearer token, or as a password with any name.",
            statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    /// <summary>What who asks may do.</summary>
    public AccessRole RoleOf(HttpContext context)
    {
        var role = Token(context.Request.Headers.Authorization) is { } token ? tokens.RoleOf(token) : AccessRole.None;
        return role == AccessRole.None && IsFromHere(context) ? AccessRole.View : role;
    }

    /// <summary>A proxy on this machine is here, too, but the name that it is asked by is another.</summary>
    static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && OwnHosts.Of("http://localhost", []).Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);

    static string? Token(string? header)
    {
        if (header is null) return null;
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        return Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }
}
