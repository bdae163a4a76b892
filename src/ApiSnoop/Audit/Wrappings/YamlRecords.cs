using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>
/// Documents of YAML, or the items of a list, each looked through as the JSON that it stands for. They are told apart by their lines, so
/// that a broken one costs only itself.
/// </summary>
internal sealed class YamlRecords(ByteWindow window, EventSearch search, EventOutput output, Findings findings) : IRecordSource
{
    const int Deepest = 64;
    readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Whether the input is only the beginning of one, whose last document is cut off.</summary>
    public bool IsHead { get; init; }

    public long LineFeeds => window.LineFeeds;

    public bool EndsInLine => window.EndsInLine;

    public bool Step()
    {
        int length;
        while ((length = DocumentLength(window.Rest)) < 0 && window.More())
        {
        }

        if (length < 0 && window.Rest.IsEmpty) return false;
        output.LineFeeds = window.LineFeeds;
        var document = length < 0 ? window.Rest : window.Rest[..length];
        if (length < 0 && !window.Ended) findings.Trouble(output.LineFeeds + 1, $"YAML of more than {document.Length >> 20} MiB");
        // A head mostly is YAML up to its last whole line.
        else Look(length < 0 && IsHead ? document[..(document.LastIndexOf((byte)'\n') + 1)] : document);
        window.Take(document.Length);
        output.PassLines();
        return true;
    }

    /// <summary>Whether a first line may be one of YAML.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split((byte)'\n'))
        {
            var line = head[range].TrimEnd("\r "u8);
            if (line.StartsWith("\uFEFF"u8)) line = line[3..];
            if (line.IsEmpty || line[0] == '#') continue;
            if (line.StartsWith("---"u8)) return true;
            if (line.StartsWith("- "u8)) line = line[2..].TrimStart((byte)' ');
            var colon = line.IndexOf((byte)':');
            return colon > 0 && (colon == line.Length - 1 || line[colon + 1] == ' ') && line.IndexOf("{\""u8) < 0
                && line[..colon].IndexOfAny(" \t"u8) < 0;
        }

        return false;
    }

    /// <summary>Up to the line that begins the next document or item; -1 if there is none yet.</summary>
    static int DocumentLength(ReadOnlySpan<byte> text)
    {
        for (var at = 0; text[at..].IndexOf((byte)'\n') is >= 0 and var feed;)
        {
            at += feed + 1;
            var next = text[at..];
            if (next.StartsWith("---"u8) || (text.StartsWith("- "u8) && next.StartsWith("- "u8))) return at;
        }

        return -1;
    }

    void Look(ReadOnlySpan<byte> document)
    {
        _json.ResetWrittenCount();
        try
        {
            using var json = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true });
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(document)));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return;
            Write(parser, json, 0);
        }
        catch (YamlException e)
        {
            if (!IsHead) findings.Trouble(output.LineFeeds + 1, $"not YAML: {Sentence(e)}");
            return;
        }

        if (_json.WrittenCount > 0) search.Record(_json.WrittenSpan, Via.Top with { IsPlain = false, Wraps = Wraps.Yaml });
    }

    static string Sentence(YamlException e) => e.Message.Split('\n')[0];

    static void Write(Parser parser, Utf8JsonWriter json, int depth)
    {
        if (depth > Deepest) throw new YamlException("nested too deep");
        switch (parser.Current)
        {
            case Scalar scalar:
                WriteScalar(scalar, json);
                parser.MoveNext();
                break;
            case SequenceStart:
                parser.MoveNext();
                json.WriteStartArray();
                while (!parser.TryConsume<SequenceEnd>(out _)) Write(parser, json, depth + 1);
                json.WriteEndArray();
                break;
            case MappingStart:
                parser.MoveNext();
                json.WriteStartObject();
                while (!parser.TryConsume<MappingEnd>(out _))
                {
                    if (!parser.TryConsume<Scalar>(out var key)) throw new YamlException("a key is no text");
                    json.WritePropertyName(key.Value);
                    Write(parser, json, depth + 1);
                }

                json.WriteEndObject();
                break;
            default:
                // Aliases would let a small file stand for a huge one; no audit event needs them.
                json.WriteNullValue();
                parser.MoveNext();
                break;
        }
    }

    static void WriteScalar(Scalar scalar, Utf8JsonWriter json)
    {
        if (scalar.Style != ScalarStyle.Plain) json.WriteStringValue(scalar.Value);
        else if (scalar.Value is "" or "null" or "~") json.WriteNullValue();
        else if (scalar.Value is "true" or "false") json.WriteBooleanValue(scalar.Value == "true");
        else if (long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            json.WriteNumberValue(number);
        else json.WriteStringValue(scalar.Value);
    }
}
