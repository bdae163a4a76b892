using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ApiSnoop.Web.Access;

/// <summary>
/// Tokens that an OpenID Connect provider signed: the library fetches its keys, again when it signs with a new one, and checks
/// signature, issuer, audience and time.
/// </summary>
sealed class OidcTokens
{
    /// <summary>Clocks differ by a little.</summary>
    static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Those with two keys. With one that both sides know, whoever can check a token could make one.</summary>
    static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    readonly OidcOptions _options;
    readonly JsonWebTokenHandler _handler = new();
    readonly TokenValidationParameters _terms;

    public OidcTokens(OidcOptions options)
    {
        _options = options;
        _terms = new TokenValidationParameters
        {
            ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                options.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever { RequireHttps = !IsOnLoopback(options.Issuer) }),
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            ValidAlgorithms = s_algorithms,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = s_clockSkew,
        };
    }

    /// <summary>Whether a text looks like such a token rather than like one of ours.</summary>
    public static bool IsOne(string token) => token.AsSpan().Count('.') == 2;

    /// <summary>Who holds a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The holder, or why the token is refused, without the token in it.</returns>
    public async Task<(Caller? Caller, string Refused)> Check(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _terms);
        if (!result.IsValid) return (null, $"{result.Exception.GetType().Name}: {result.Exception.Message}");
        var name = Text(result, "preferred_username") ?? Text(result, "email") ?? Text(result, "sub") ?? "unnamed";
        return (new Caller($"{name} by {_options.Issuer}", RoleOf(result)), "");
    }

    /// <summary>Provider and audience alone are enough to see, unless a rule says who may.</summary>
    AccessRole RoleOf(TokenValidationResult token)
    {
        var may = _options.Rules.Where(r => Has(token, r)).Select(r => r.Role).DefaultIfEmpty(AccessRole.None).Max();
        return may == AccessRole.None && !_options.Rules.Any(r => r.Role == AccessRole.View) ? AccessRole.View : may;
    }

    static bool Has(TokenValidationResult token, ClaimRule rule) =>
        token.ClaimsIdentity.Claims.Any(c => c.Type == rule.Claim && (rule.Value == "*" || c.Value == rule.Value));

    static string? Text(TokenValidationResult token, string claim) =>
        token.ClaimsIdentity.Claims.FirstOrDefault(c => c.Type == claim)?.Value is { Length: > 0 } text ? text : null;

    static bool IsOnLoopback(string issuer) => Uri.TryCreate(issuer, UriKind.Absolute, out var url) && url.IsLoopback;
}
