using System.Buffers;
using System.Text.Json;

namespace ApiSnoop.Capturing.Batches;

/// <summary>
/// Makes lines of events out of JSON that comes piece by piece: one event a line, its bodies cut out, as a log has them. What is no
/// JSON is told by an exception.
/// </summary>
/// <param name="lines">Takes the lines.</param>
/// <param name="eventDepth">How deep an event is: 2 in an <c>EventList</c>, 0 where each is by itself.</param>
sealed class EventCutter(IBufferWriter<byte> lines, int eventDepth)
{
    /// <summary>Of the list, and of one event by itself.</summary>
    public const int InList = 2, ByItself = 0;

    /// <summary>Objects in bodies are nested deeply now and then: those of custom resource definitions are schemas.</summary>
    const int DeepestNesting = 1000;

    JsonReaderState _state = NewState();
    byte[][]? _keptWithin;
    int _skippedAt = -1;
    bool _comma, _inItems, _isTime;

    /// <summary>Events that were met.</summary>
    public int Events { get; private set; }

    /// <summary>The time of the newest stage that an event told; null before there was one.</summary>
    public DateTimeOffset? Newest { get; private set; }

    /// <summary>Whether there was a list of events.</summary>
    public bool HasList { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <param name="json">It, with what was left of the one before.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    /// <returns>How much of it was taken; what is left comes again with more behind it.</returns>
    /// <exception cref="JsonException">It is no JSON, or an event is no object.</exception>
    public int Take(ReadOnlySpan<byte> json, bool isLast)
    {
        var reader = new Utf8JsonReader(json, isLast, _state);
        while (reader.Read()) Take(ref reader);
        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    /// <summary>Makes ready for the next event where each is by itself.</summary>
    public void Restart() => (_state, _skippedAt, _comma) = (NewState(), -1, false);

    void Take(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth < eventDepth) TakeOfList(ref reader);
        else if (eventDepth == ByItself || _inItems) TakeOfEvent(ref reader);
    }

    void TakeOfList(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
            throw new JsonException("it is no list of events");
        if (reader.CurrentDepth != 1) return;
        if (reader.TokenType == JsonTokenType.PropertyName) HasList |= _inItems = reader.ValueTextEquals("items"u8);
        else if (_inItems && reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
            throw new JsonException("its items are no list");
    }

    void TakeOfEvent(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth - eventDepth;
        if (_skippedAt >= 0) Skip(depth, reader.TokenType);
        else if (depth == 0) TakeEdge(reader.TokenType);
        else if (reader.TokenType == JsonTokenType.PropertyName && !Keeps(ref reader, depth)) _skippedAt = depth;
        else Write(ref reader);
    }

    /// <summary>The beginning or the end of an event.</summary>
    void TakeEdge(JsonTokenType token)
    {
        if (token == JsonTokenType.StartObject)
        {
            // As a log's lines begin, in which the items of a list are not.
            lines.Write("{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\""u8);
            _comma = true;
        }
        else if (token == JsonTokenType.EndObject)
        {
            lines.Write("}\n"u8);
            Events++;
        }
        else
        {
            throw new JsonException("an event is no object");
        }
    }

    bool Keeps(ref Utf8JsonReader name, int depth)
    {
        if (depth == 2) return _keptWithin is null || KeptFields.IsOne(_keptWithin, ref name);
        if (depth > 2) return _keptWithin is null;
        if (!KeptFields.OfEvent(ref name)) return false;
        _keptWithin = KeptFields.Within(ref name);
        _isTime = name.ValueTextEquals("stageTimestamp"u8);
        return true;
    }

    void Skip(int depth, JsonTokenType token)
    {
        if (depth == _skippedAt && token is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) _skippedAt = -1;
    }

    void Write(ref Utf8JsonReader reader)
    {
        var token = reader.TokenType;
        var ends = token is JsonTokenType.EndObject or JsonTokenType.EndArray;
        if (_comma && !ends) lines.Write(","u8);
        var quoted = token is JsonTokenType.String or JsonTokenType.PropertyName;
        if (quoted) lines.Write("\""u8);
        lines.Write(reader.ValueSpan);
        if (quoted) lines.Write("\""u8);
        if (token == JsonTokenType.PropertyName) lines.Write(":"u8);
        _comma = ends || token is not (JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray);
        if (!_isTime || token == JsonTokenType.PropertyName) return;
        _isTime = false;
        if (token == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) && !(time <= Newest)) Newest = time;
    }

    static JsonReaderState NewState() => new(new JsonReaderOptions { MaxDepth = DeepestNesting });
}
