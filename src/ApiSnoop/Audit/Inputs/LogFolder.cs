using System.IO.Enumeration;

namespace ApiSnoop.Audit.Inputs;

/// <summary>The files of a folder and of the folders in it, without hidden ones.</summary>
internal static class LogFolder
{
    static readonly EnumerationOptions s_everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
    };

    /// <summary>The files' paths, each starting with the folder's as given, sorted.</summary>
    public static List<string> Files(string folder)
    {
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry e) => e.ToSpecifiedFullPath(), s_everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory && !e.FileName.StartsWith('.'),
            // A link to a folder may lead back up.
            ShouldRecursePredicate = (ref FileSystemEntry e) =>
                !e.FileName.StartsWith('.') && (e.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        return [.. files.Order(StringComparer.Ordinal)];
    }
}
