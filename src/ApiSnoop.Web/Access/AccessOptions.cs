namespace ApiSnoop.Web.Access;

/// <summary>Who may see and do what on a server.</summary>
public sealed record AccessOptions
{
    /// <summary>The tokens that let in; null for none.</summary>
    public AccessTokens? Tokens { get; init; }

    /// <summary>The identity provider whose tokens let in; null for none.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>Whether everybody who reaches the server may see what it shows.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The file that is told of every write, a line of JSON each; empty for none.</summary>
    public string WriteLog { get; init; } = "";
}

/// <summary>An OpenID Connect provider, and what its claims allow.</summary>
/// <param name="Issuer">Its address, as in the claim <c>iss</c>; its keys are found below it.</param>
/// <param name="Audience">What stands in the claim <c>aud</c> of tokens that are meant for this server.</param>
/// <param name="Rules">What claims allow; a role that no rule names is nobody's, but for view, which is everybody's then.</param>
public sealed record OidcOptions(string Issuer, string Audience, IReadOnlyList<ClaimRule> Rules);

/// <summary>Whoever has this claim has this role.</summary>
/// <param name="Role">The role.</param>
/// <param name="Claim">The claim's name.</param>
/// <param name="Value">Its value, or one of them; <c>*</c> for any.</param>
public sealed record ClaimRule(AccessRole Role, string Claim, string Value)
{
    /// <summary>How a rule is written.</summary>
    public const string Form = "ROLE=CLAIM=VALUE";

    static readonly AccessRole[] s_roles = [AccessRole.View, AccessRole.Record, AccessRole.Admin];

    /// <summary>Reads a rule; null for what is none.</summary>
    public static ClaimRule? Parse(string text) =>
        text.Split('=', 3) is [var role, { Length: > 0 } claim, { Length: > 0 } value]
        && s_roles.FirstOrDefault(r => r.ToString().Equals(role, StringComparison.OrdinalIgnoreCase)) is var found and not AccessRole.None
            ? new(found, claim, value) : null;
}
