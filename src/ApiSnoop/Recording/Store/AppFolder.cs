using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ApiSnoop.Recording.Store;

/// <summary>
/// Gives each app name a folder name that is safe on every file system: a readable part, then a hash of the exact name,
/// so that names which differ in case or in odd characters only do not share a folder.
/// </summary>
internal static class AppFolder
{
    const int ReadableLength = 40;
    static readonly SearchValues<char> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public static string NameFor(string app)
    {
        if (app.Length == 0) throw new StoreException("an app needs a name");
        var readable = new StringBuilder();
        foreach (var letter in app.ToLowerInvariant())
        {
            if (readable.Length == ReadableLength) break;
            if (s_plain.Contains(letter)) readable.Append(letter);
            else if (readable.Length > 0 && readable[^1] != '-') readable.Append('-');
        }

        var name = readable.ToString().TrimEnd('-');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(app)).AsSpan(0, 8));
        return name.Length == 0 ? hash : $"{name}-{hash}";
    }
}
