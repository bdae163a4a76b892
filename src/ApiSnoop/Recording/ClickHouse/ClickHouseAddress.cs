using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// Where a store in ClickHouse is: <c>clickhouse://[user@]host[:8123][,host…]/database[?cluster=NAME][&amp;tls=true]</c>. It has no
/// password, so that it may be shown.
/// </summary>
/// <param name="Text">The address as given.</param>
/// <param name="User">The user; empty for the server's default.</param>
/// <param name="Servers">The servers' HTTP interfaces, any of which answers for all.</param>
/// <param name="Database">The database.</param>
/// <param name="Cluster">The cluster as the servers' configuration names it; empty for one server.</param>
/// <param name="IsOld">Whether the servers are of 2018, as those are that replication is tested on.</param>
internal sealed partial record ClickHouseAddress(
    string Text, string User, IReadOnlyList<Uri> Servers, string Database, string Cluster, bool IsOld)
{
    /// <summary>What an address begins with.</summary>
    public const string Scheme = "clickhouse://";

    /// <summary>The form of an address, for those who wrote another.</summary>
    public const string Form = "clickhouse://[user@]host:8123/database[?cluster=NAME]";

    /// <summary>The variable that has the password.</summary>
    public const string PasswordVariable = "APISNOOP_CLICKHOUSE_PASSWORD";

    const int UsualPort = 8123;

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong.</exception>
    public static ClickHouseAddress Parse(string text)
    {
        var (place, question) = Cut(text[Scheme.Length..], '?');
        var (authority, database) = Cut(place, '/');
        var at = authority.LastIndexOf('@');
        var user = at < 0 ? "" : Uri.UnescapeDataString(authority[..at]);
        // The text of such an address is not repeated: it ends up in logs.
        if (user.Contains(':', StringComparison.Ordinal))
            throw new FormatException(
                $"The address of the store has a password in it, which logs would show: put it into {PasswordVariable}, and write {Form}.");
        if (database.Length == 0) throw Wrong(text, "it names no database");
        if (!Name().IsMatch(database)) throw Wrong(text, $"{database} is no name of a database (letters, digits, _ and -)");
        var said = Said(text, question);
        var cluster = said.GetValueOrDefault("cluster", "");
        if (cluster.Length > 0 && !Name().IsMatch(cluster)) throw Wrong(text, $"{cluster} is no name of a cluster");
        var scheme = said.GetValueOrDefault("tls", "false") == "true" ? "https" : "http";
        return new(
            text, user, [.. authority[(at + 1)..].Split(',').Select(host => Server(text, scheme, host))], database, cluster,
            said.ContainsKey("dialect"));
    }

    static Uri Server(string text, string scheme, string host)
    {
        if (host.Length == 0) throw Wrong(text, "it names no host");
        if (!Uri.TryCreate($"{scheme}://{host}/", UriKind.Absolute, out var uri) || uri.AbsolutePath != "/" || uri.Host.Length == 0)
            throw Wrong(text, $"{host} is no host with a port");
        var hasPort = Port().IsMatch(host);
        return hasPort ? uri : new UriBuilder(uri) { Port = UsualPort }.Uri;
    }

    static Dictionary<string, string> Said(string text, string question)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in question.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(part, '=');
            var isKnown = name switch
            {
                "cluster" => value.Length > 0,
                "tls" => value is "true" or "false",
                "dialect" => value == "18",
                _ => false,
            };
            if (!isKnown) throw Wrong(text, $"\"{part}\" means nothing; what can be said is cluster=NAME and tls=true");
            said[name] = value;
        }

        return said;
    }

    static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (text[..i], text[(i + 1)..]) : (text, "");

    static FormatException Wrong(string text, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{text} is no store: {why}. Write {Form}."));

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,100}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@":\d+\z")]
    private static partial Regex Port();
}
