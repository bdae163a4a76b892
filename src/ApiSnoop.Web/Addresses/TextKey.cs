using System.Security.Cryptography;
using System.Text;

namespace ApiSnoop.Web.Addresses;

/// <summary>
/// A text of a log as a parameter of an address. A client can send a user agent that no server would read in an address; such
/// a text is told by its hash.
/// </summary>
public static class TextKey
{
    /// <summary>Far below what servers, proxies and browsers take.</summary>
    const int Longest = 2000;

    /// <summary>The end of a parameter's name whose value is a hash.</summary>
    public const string Hashed = "-sha256";

    /// <summary>Whether an address can hold the text.</summary>
    public static bool Fits(string text) => text.Length <= Longest && Uri.EscapeDataString(text).Length <= Longest;

    /// <summary>The parameter that tells a text.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="text">The text.</param>
    public static KeyValuePair<string, string> Of(string name, string text) =>
        Fits(text) ? new(name, text) : new(name + Hashed, Hash(text));

    /// <summary>Whether a text is the one that an address tells; null where the address tells none.</summary>
    /// <param name="text">The value of the parameter, or null.</param>
    /// <param name="hash">The value of the parameter with the hash, or null.</param>
    public static Predicate<string>? Told(string? text, string? hash) => (text, hash) switch
    {
        (_, { Length: > 0 }) => t => Hash(t) == hash,
        ({ }, _) => t => t == text,
        _ => null,
    };

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
