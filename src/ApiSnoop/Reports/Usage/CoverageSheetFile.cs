using System.Text.Json;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports.Usage;

/// <summary>The imported conformance spreadsheet in a store's folder.</summary>
public static class CoverageSheetFile
{
    const string Name = "coverage-sheet.json";

    /// <summary>The sheet, empty when none was imported.</summary>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public static CoverageSheet Read(RecordingStore store)
    {
        var path = Path.Combine(store.Location, Name);
        if (!File.Exists(path)) return CoverageSheet.Empty;
        try
        {
            return CoverageSheet.Of(JsonSerializer.Deserialize<SheetRow[]>(File.ReadAllBytes(path)) ?? []);
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path} is damaged: {e.Message} Import the spreadsheet again.", e);
        }
    }

    /// <summary>A text that changes when another sheet is imported.</summary>
    public static string Stamp(RecordingStore store) =>
        File.GetLastWriteTimeUtc(Path.Combine(store.Location, Name)).Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Replaces the sheet, whole or not at all.</summary>
    public static void Write(RecordingStore store, CoverageSheet sheet)
    {
        Directory.CreateDirectory(store.Location);
        var path = Path.Combine(store.Location, Name);
        var aside = path + $".{Environment.ProcessId}.part";
        File.WriteAllBytes(aside, JsonSerializer.SerializeToUtf8Bytes(sheet.Rows.ToArray()));
        File.Move(aside, path, overwrite: true);
    }
}
