using System.Globalization;
using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;

namespace ApiSnoop.Conformance.Facts;

/// <summary>The rows of a facts file and what their cells hold.</summary>
static class FactRows
{
    /// <summary>The rows, cells unescaped; lines that start with <c>#</c> are left out.</summary>
    public static List<string[]> Of(byte[] file)
    {
        var rows = new List<string[]>();
        foreach (var line in Encoding.UTF8.GetString(file).Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            rows.Add([.. line.Split('\t').Select(TsvCell.Unescape)]);
        }
        return rows;
    }

    /// <summary>The rows of a file in a folder; none where it is not there.</summary>
    public static List<string[]>? In(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? Of(File.ReadAllBytes(path)) : null;
    }

    /// <exception cref="InvalidDataException">The text is no release.</exception>
    public static ReleaseVersion Version(string text) => ReleaseVersion.TryParse(text, out var version)
        ? version
        : throw new InvalidDataException($"'{text}' is not a release.");

    /// <summary>A day, or null for an empty cell.</summary>
    public static DateOnly? Date(string text) =>
        text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <exception cref="InvalidDataException">The text is no set of releases.</exception>
    public static ulong Set(ReleaseTimeline timeline, string text, string file) =>
        text.Length == 0 ? 0 : timeline.TryParse(Encoding.UTF8.GetBytes(text))
            ?? throw new InvalidDataException($"{file}: '{text}' is not a set of releases.");

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write(string folder, string file, string header, IEnumerable<string> rows)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, file);
        var aside = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(aside, $"{header}\n{string.Concat(rows.Select(r => $"{r}\n"))}");
        File.Move(aside, path, overwrite: true);
    }
}
