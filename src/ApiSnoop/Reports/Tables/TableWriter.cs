using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;

namespace ApiSnoop.Reports.Tables;

/// <summary>Writes a table in the format that the reader wants.</summary>
public static class TableWriter
{
    /// <summary>Text is escaped by what it is written into, not here.</summary>
    static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a table. Text goes out in UTF-8 order of the rows given; nothing is sorted here.</summary>
    public static void Write(Table table, TableFormat format, TextWriter to)
    {
        switch (format)
        {
            case TableFormat.Csv:
                WriteCsv(table, to);
                break;
            case TableFormat.Json:
                WriteJson(table, to);
                break;
            case TableFormat.Markdown:
                WriteMarkdown(table, to);
                break;
            case TableFormat.Yaml:
                WriteYaml(table, to);
                break;
            case TableFormat.Wide:
                WriteAligned(table, to);
                break;
            default:
                WriteAligned(table.Without([.. table.Columns.Where(c => c.OnlyWide).Select(c => c.Name)]), to);
                break;
        }
    }

    /// <summary>A value as text: invariant numbers, <c>true</c> and <c>false</c>, empty for null.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        true => "true",
        false => "false",
        double d when Math.Abs(d) is (> 0 and < 0.0001) or > 1e15 => d.ToString("R", CultureInfo.InvariantCulture),
        double d => d.ToString("0.####", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture),
        JsonNode several => several.ToJsonString(s_readable),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Puts an apostrophe before a text that a spreadsheet would run as a formula.</summary>
    /// <remarks>Source: OWASP, CSV injection.</remarks>
    public static string Defused(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;

    static void WriteCsv(Table table, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\r\n" }, leaveOpen: true);
        foreach (var column in table.Columns) csv.WriteField(Defused(column.Name));
        csv.EndRecord();
        foreach (var row in table.Rows)
        {
            foreach (var value in row) csv.WriteField(value is string text ? Defused(text) : Text(value));
            csv.EndRecord();
        }
    }

    static void WriteJson(Table table, TextWriter to)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var row in table.Rows)
            {
                json.WriteStartObject();
                for (var i = 0; i < row.Length; i++) WriteMember(json, table.Columns[i].Name, row[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        to.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    static void WriteMember(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case int or long or short: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case decimal exact: json.WriteNumberValue(exact); break;
            case JsonNode several: several.WriteTo(json); break;
            case double fraction when double.IsFinite(fraction): json.WriteNumberValue(fraction); break;
            default: json.WriteStringValue(Text(value)); break;
        }
    }

    /// <summary>Text is quoted as in JSON, which is YAML: a release of 1.20 stays a text, and no word turns into a truth.</summary>
    static void WriteYaml(Table table, TextWriter to)
    {
        if (table.Rows.IsEmpty) to.WriteLine("[]");
        var keys = table.Columns.Select(c => JsonSerializer.Serialize(c.Name, s_readable)).ToArray();
        foreach (var row in table.Rows)
            for (var i = 0; i < row.Length; i++)
                to.WriteLine($"{(i == 0 ? "-" : " ")} {keys[i]}: {Scalar(row[i])}");

        static string Scalar(object? value) => value switch
        {
            null => "null",
            bool or int or long or short or decimal => Text(value),
            double fraction when double.IsFinite(fraction) => Text(value),
            JsonNode several => several.ToJsonString(s_readable),
            _ => JsonSerializer.Serialize(Text(value), s_readable),
        };
    }

    static void WriteMarkdown(Table table, TextWriter to)
    {
        to.WriteLine("| " + string.Join(" | ", table.Columns.Select(c => Cell(c.Name))) + " |");
        to.WriteLine("|" + string.Concat(table.Columns.Select(c => c.IsNumeric ? " ---: |" : " --- |")));
        foreach (var row in table.Rows) to.WriteLine("| " + string.Join(" | ", row.Select(v => Cell(Text(v)))) + " |");

        static string Cell(string text) =>
            text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
    }

    static void WriteAligned(Table table, TextWriter to)
    {
        var lines = new List<string[]>(table.Rows.Length + 1) { table.Columns.Select(c => c.Name).ToArray() };
        foreach (var row in table.Rows) lines.Add(row.Select(v => OneLine(Text(v))).ToArray());
        for (var i = 0; i < table.Columns.Length; i++) Align(lines, i, toTheRight: table.Columns[i].IsNumeric);
        foreach (var line in lines) to.WriteLine(string.Join("  ", line).TrimEnd());
    }

    static void Align(List<string[]> lines, int column, bool toTheRight)
    {
        var width = 0;
        foreach (var line in lines) width = Math.Max(width, line[column].Length);
        foreach (var line in lines) line[column] = toTheRight ? line[column].PadLeft(width) : line[column].PadRight(width);
    }

    /// <summary>Control characters in a user agent must not steer the reader's terminal.</summary>
    static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
