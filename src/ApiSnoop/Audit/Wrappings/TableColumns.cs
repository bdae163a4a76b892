using System.Buffers;
using System.Text.Json;
using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>The names of a table's columns, which make an object of each of its rows.</summary>
internal sealed class TableColumns(IReadOnlyList<JsonEncodedText> names)
{
    readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Reads columns as an array of names, or of objects that have one, as Azure's answers to a query do.</summary>
    public static TableColumns Of(ReadOnlySpan<byte> columns)
    {
        var names = new List<JsonEncodedText>();
        var elements = new JsonMembers(columns);
        while (columns[0] == '[' && elements.NextElement()) names.Add(JsonEncodedText.Encode(NameOf(elements.Value)));
        return new TableColumns(names);
    }

    /// <summary>A row as an object, valid until the next call.</summary>
    /// <param name="row">An array of values.</param>
    public ReadOnlySpan<byte> ToObject(ReadOnlySpan<byte> row)
    {
        _json.ResetWrittenCount();
        _json.Write("{"u8);
        var cells = new JsonMembers(row);
        for (var i = 0; i < names.Count && cells.NextElement(); i++)
        {
            _json.Write(i == 0 ? "\""u8 : ",\""u8);
            _json.Write(names[i].EncodedUtf8Bytes);
            _json.Write("\":"u8);
            _json.Write(cells.Value);
        }

        _json.Write("}"u8);
        return _json.WrittenSpan;
    }

    static string NameOf(ReadOnlySpan<byte> column)
    {
        if (column[0] != '{') return JsonText.Of(column);
        var name = JsonMembers.Find(column, "name"u8);
        return JsonText.Of(name.IsEmpty ? JsonMembers.Find(column, "ColumnName"u8) : name);
    }
}
