using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Capturing;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Web.Access;

/// <summary>The tokens that let in, a line each in a file that only its owner may read: <c>ROLE TOKEN</c>.</summary>
public sealed class AccessTokens
{
    const string SendName = "send";

    static readonly (string Name, AccessRole Role)[] s_roles =
        [("view", AccessRole.View), ("record", AccessRole.Record), ("admin", AccessRole.Admin)];

    readonly Dictionary<string, string> _tokens;

    AccessTokens(string path, Dictionary<string, string> tokens) => (Path, _tokens) = (path, tokens);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The token that API servers send.</summary>
    public string Send => _tokens[SendName];

    /// <summary>The tokens of a store, which lie beside its capture.</summary>
    /// <inheritdoc cref="ReadOrMake"/>
    public static AccessTokens Of(RecordingStore store)
    {
        var folder = Capture.FolderOf(store);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return ReadOrMake(System.IO.Path.Combine(folder, "tokens"));
    }

    /// <summary>Reads the file; what is not in it yet is made and added.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CaptureException">Others than its owner may read the file.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static AccessTokens ReadOrMake(string path)
    {
        var tokens = File.Exists(path) ? Read(path) : [];
        var before = tokens.Count;
        foreach (var name in (string[])[SendName, .. s_roles.Select(r => r.Name)])
            if (!tokens.ContainsKey(name)) tokens[name] = RandomNumberGenerator.GetHexString(40, lowercase: true);
        if (tokens.Count != before)
            WholeFile.Replace(path, Encoding.UTF8.GetBytes(string.Concat(tokens.Select(t => $"{t.Key} {t.Value}\n"))));
        return new(path, tokens);
    }

    /// <summary>The token of a role.</summary>
    public string Of(AccessRole role) => _tokens[s_roles.First(r => r.Role == role).Name];

    /// <summary>Whether it is the token that API servers send.</summary>
    public bool IsSend(string token) => Same(token, Send);

    /// <summary>What the holder of a token may do.</summary>
    public AccessRole RoleOf(string token)
    {
        var found = AccessRole.None;
        foreach (var (name, role) in s_roles)
            if (Same(token, _tokens[name])) found = role;
        return found;
    }

    /// <summary>Takes the same time whatever the token is.</summary>
    static bool Same(string given, string known) =>
        CryptographicOperations.FixedTimeEquals(Hash(given), Hash(known));

    static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    static Dictionary<string, string> Read(string path)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != 0)
            throw new CaptureException($"{path} holds tokens, and others than its owner may read or write it: chmod 600 {path}");
        return File.ReadLines(path).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(w => w.Length == 2 && !w[0].StartsWith('#')).ToDictionary(w => w[0], w => w[1], StringComparer.Ordinal);
    }
}
