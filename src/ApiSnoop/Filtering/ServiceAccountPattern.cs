namespace ApiSnoop.Filtering;

/// <summary>
/// A pattern of service accounts, which users write as <c>NAMESPACE:NAME</c>, with or without what the API server puts
/// before.
/// </summary>
public static class ServiceAccountPattern
{
    const string Prefix = "system:serviceaccount:";

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is plain text or a glob without a colon, or a regular expression that is not valid.</exception>
    public static TextPattern Parse(string source)
    {
        var negated = source.StartsWith('-');
        var text = negated ? source[1..] : source;
        if (text.StartsWith(Prefix, StringComparison.Ordinal)) text = text[Prefix.Length..];
        if (!TextPattern.IsNone(text) && !TextPattern.IsRegex(text) && text.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
            throw new FormatException($"'{source}' is not a service account: write NAMESPACE:NAME, such as kube-system:default.");
        return TextPattern.Parse((negated ? "-" : "") + text, prose: false);
    }

    /// <summary>The service account behind a user name as <c>NAMESPACE:NAME</c>, or empty.</summary>
    public static string AccountOf(string user) => user.StartsWith(Prefix, StringComparison.Ordinal) ? user[Prefix.Length..] : "";
}
