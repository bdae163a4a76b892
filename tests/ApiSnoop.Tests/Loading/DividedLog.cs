using System.Globalization;
using System.IO.Compression;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Tests.Loading;

/// <summary>A real log dealt out over several, and what is to be the same however it was.</summary>
static class DividedLog
{
    /// <summary>Lines over some logs: pieces or every line for itself, some lines in two logs.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="random">Deals.</param>
    /// <param name="write">Writes a log of a name, and tells its path.</param>
    public static string[] Write(List<string> lines, Random random, Func<string, string, string> write)
    {
        var files = new List<string>[2 + random.Next(8)];
        for (var i = 0; i < files.Length; i++) files[i] = [];
        var scattered = random.Next(2) == 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var at = scattered ? random.Next(files.Length) : (int)((long)i * files.Length / lines.Count);
            files[at].Add(lines[i]);
            if (random.Next(50) == 0) files[random.Next(files.Length)].Add(lines[i]);
        }

        return [.. files.Select((f, i) => write($"{random.Next():x8}-{(char)('a' + i)}.log", string.Join('\n', f)))];
    }

    /// <summary>The lines of a packed log.</summary>
    public static List<string> Lines(string packed)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(packed), CompressionMode.Decompress));
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>A recording's rows, but the numbers of their cells.</summary>
    public static List<string> Rows(StoredRecording recording) => RowReading.Ask(
        recording, "select * exclude (cell) from {rows} order by all", [],
        r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"{r[i]}"))));

    /// <summary>A recording's counts of query parameters.</summary>
    public static IEnumerable<string> Parameters(StoredRecording recording) =>
        ParameterFile.Read(recording.ParameterFile).Select(p => p.ToString()).Order(StringComparer.Ordinal);

    /// <summary>What a recording says of itself.</summary>
    public static object Figures(Manifest m) =>
        (m.Requests, m.MatchedRequests, m.UntimedRequests, m.Events, m.Lines, m.BadLines, m.RepeatedEvents, m.From, m.To, m.Release,
            string.Join(' ', m.Sources.Select(s => s.Name).Order(StringComparer.Ordinal)));
}
