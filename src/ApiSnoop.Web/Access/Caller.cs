using System.Net;

namespace ApiSnoop.Web.Access;

/// <summary>Who asks, and what they may.</summary>
/// <param name="Name">
/// <c>token NAME</c> for a token of ours, the subject and its issuer's words for a signed one, <c>nobody</c> for who showed nothing.
/// </param>
/// <param name="Role">What they may.</param>
sealed record Caller(string Name, AccessRole Role)
{
    /// <summary>Who showed nothing.</summary>
    public static Caller Nobody { get; } = new("nobody", AccessRole.None);

    /// <summary>Who asks this; nobody where access is not looked at.</summary>
    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? Nobody;

    /// <summary>The address that it came from, as the connection has it.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        IPAddress address => address.ToString(),
        null => "",
    };
}
