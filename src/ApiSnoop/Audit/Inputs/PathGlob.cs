using System.IO.Enumeration;

namespace ApiSnoop.Audit.Inputs;

/// <summary>Files by pattern, for when the shell left the pattern alone: <c>*</c>, <c>?</c>, and <c>**</c> for any folders.</summary>
internal static class PathGlob
{
    const string AnyFolders = "**";

    /// <summary>Whether a path holds a wildcard.</summary>
    public static bool IsOne(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>The files that match, sorted; as in a shell, hidden ones only if the pattern says the dot.</summary>
    public static List<string> Files(string glob)
    {
        var root = Path.GetPathRoot(glob) ?? "";
        IEnumerable<string> places = [root];
        foreach (var part in glob[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            places = places.SelectMany(place => Step(place, part));
        return [.. places.SelectMany(FilesAt).Distinct().Order(StringComparer.Ordinal)];
    }

    static IEnumerable<string> FilesAt(string place) =>
        File.Exists(place) ? [place] : Directory.Exists(place) ? LogFolder.Files(place) : [];

    static IEnumerable<string> Step(string place, string part)
    {
        if (part == AnyFolders) return Below(place);
        if (!IsOne(part)) return [Path.Combine(place, part)];
        if (!Directory.Exists(place.Length == 0 ? "." : place)) return [];
        return Names(place, folders: false).Where(n => Matches(part, n)).Select(n => Path.Combine(place, n));
    }

    /// <summary>A folder and every folder below it.</summary>
    static IEnumerable<string> Below(string place) =>
        Names(place, folders: true).Where(n => !n.StartsWith('.')).SelectMany(n => Below(Path.Combine(place, n))).Prepend(place);

    static IEnumerable<string> Names(string place, bool folders)
    {
        var folder = new DirectoryInfo(place.Length == 0 ? "." : place);
        if (!folder.Exists) return [];
        return folders
            ? folder.EnumerateDirectories().Where(d => (d.Attributes & FileAttributes.ReparsePoint) == 0).Select(d => d.Name)
            : folder.EnumerateFileSystemInfos().Select(i => i.Name);
    }

    static bool Matches(string pattern, string name) =>
        (pattern[0] == '.' || name[0] != '.') && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
