using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Parquet;

namespace ApiSnoop.Recording.Rows;

/// <summary>Writes blocks of request rows to a Parquet file, one row group each, a column at a time.</summary>
internal sealed class RequestRows(string path, Dimensions dimensions) : IDisposable
{
    /// <summary>The columns, in their order. Bodies are never among them.</summary>
    public static readonly ParquetColumn[] Columns =
    [
        new("received", ColumnKind.Timestamp, true),
        new("duration_us", ColumnKind.Int64, true),
        new("operation", ColumnKind.Text, true),
        new("miss_reason", ColumnKind.Text, true),
        new("miss_name", ColumnKind.Text, true),
        new("verb", ColumnKind.Text, false),
        new("code", ColumnKind.Int32, true),
        new("stage", ColumnKind.Text, false),
        new("user_agent", ColumnKind.Text, true),
        new("username", ColumnKind.Text, true),
        new("namespace", ColumnKind.Text, true),
        new("cell", ColumnKind.Number, false),
        new("audit_id", ColumnKind.DistinctText, false),
        new("request_uri", ColumnKind.DistinctText, false),
        // New ones come behind the others, so that those of older files stay where they are.
        new("impersonator", ColumnKind.Text, true),
        new("deprecation", ColumnKind.Text, true),
    ];

    readonly ParquetWriter _writer = new(path, Columns);
    readonly StringSource _operations = new(dimensions.Targets.OperationId);
    readonly MissTexts _misses = new(dimensions.Targets);
    readonly int[] _ids = new int[RequestBatch.MostRows];
    int _column;

    /// <summary>Writes the next column of a block that holds rows.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool WriteColumn(RequestBatch batch)
    {
        if (_column == 0) _writer.BeginRowGroup(batch.Count);
        Write(_column, batch, batch.Count);
        if (++_column < Columns.Length) return false;
        _writer.EndRowGroup();
        _column = 0;
        return true;
    }

    void Write(int column, RequestBatch batch, int count)
    {
        switch (Columns[column].Name)
        {
            case "received": _writer.Longs(batch.Received.AsSpan(0, count), RequestBatch.Unknown); break;
            case "duration_us": _writer.Longs(batch.Duration.AsSpan(0, count), RequestBatch.Unknown); break;
            case "operation": _writer.Texts(Targets(batch.Target.AsSpan(0, count), operations: true), _operations); break;
            case "miss_reason": _writer.Texts(ReasonsOf(batch.Target.AsSpan(0, count)), ReasonSource.Instance); break;
            case "miss_name": _writer.Texts(Targets(batch.Target.AsSpan(0, count), operations: false), _misses); break;
            case "verb": _writer.Texts(Widened(batch.Verb.AsSpan(0, count)), dimensions.Verbs); break;
            case "code": _writer.Shorts(batch.Code.AsSpan(0, count)); break;
            case "stage": _writer.Texts(Widened(batch.Stage.AsSpan(0, count)), StageTexts.Instance); break;
            case "user_agent": _writer.Texts(NullForEmpty(batch.Agent.AsSpan(0, count)), dimensions.Agents); break;
            case "username": _writer.Texts(NullForEmpty(batch.User.AsSpan(0, count)), dimensions.Users); break;
            // Mostly nobody acts in another's name, and nothing is deprecated.
            case "impersonator" when !batch.Impersonator.AsSpan(0, count).ContainsAnyExcept(0): _writer.NoTexts(); break;
            case "impersonator": _writer.Texts(NullForEmpty(batch.Impersonator.AsSpan(0, count)), dimensions.Users); break;
            case "deprecation" when !batch.Deprecation.AsSpan(0, count).ContainsAnyExcept((byte)0): _writer.NoTexts(); break;
            case "deprecation": _writer.Texts(NullForEmpty(batch.Deprecation.AsSpan(0, count)), dimensions.Deprecations); break;
            case "namespace": _writer.Texts(NullForEmpty(batch.Namespace.AsSpan(0, count)), dimensions.Namespaces); break;
            case "cell": _writer.Numbers(batch.Cell.AsSpan(0, count)); break;
            case "audit_id": _writer.DistinctTexts(batch.Text, batch.IdStart.AsSpan(0, count), batch.UriStart.AsSpan(0, count)); break;
            case "request_uri": _writer.DistinctTexts(batch.Text, batch.UriStart.AsSpan(0, count), batch.IdStart.AsSpan(1, count)); break;
            case var unknown: throw new InvalidOperationException($"Nothing is written to the column {unknown}.");
        }
    }

    public void Finish() => _writer.Finish();

    public void Dispose() => _writer.Dispose();

    /// <summary>The targets that are operations, or those that are not; the others are null.</summary>
    ReadOnlySpan<int> Targets(ReadOnlySpan<int> targets, bool operations)
    {
        for (var i = 0; i < targets.Length; i++) _ids[i] = dimensions.Targets.IsOperation(targets[i]) == operations ? targets[i] : -1;
        return _ids.AsSpan(0, targets.Length);
    }

    ReadOnlySpan<int> ReasonsOf(ReadOnlySpan<int> targets)
    {
        for (var i = 0; i < targets.Length; i++)
            _ids[i] = dimensions.Targets.IsOperation(targets[i]) ? -1 : (int)dimensions.Targets.Reason(targets[i]);
        return _ids.AsSpan(0, targets.Length);
    }

    /// <summary>The tables give 0 to the empty text, which says that the request carried none.</summary>
    ReadOnlySpan<int> NullForEmpty(ReadOnlySpan<int> numbers)
    {
        var ids = _ids.AsSpan(0, numbers.Length);
        for (var i = 0; i < ids.Length; i++) ids[i] = numbers[i] == 0 ? -1 : numbers[i];
        return ids;
    }

    ReadOnlySpan<int> NullForEmpty(ReadOnlySpan<byte> numbers)
    {
        var ids = _ids.AsSpan(0, numbers.Length);
        for (var i = 0; i < ids.Length; i++) ids[i] = numbers[i] == 0 ? -1 : numbers[i];
        return ids;
    }

    ReadOnlySpan<int> Widened(ReadOnlySpan<short> numbers)
    {
        for (var i = 0; i < numbers.Length; i++) _ids[i] = numbers[i];
        return _ids.AsSpan(0, numbers.Length);
    }

    ReadOnlySpan<int> Widened(ReadOnlySpan<byte> numbers)
    {
        for (var i = 0; i < numbers.Length; i++) _ids[i] = numbers[i];
        return _ids.AsSpan(0, numbers.Length);
    }

    sealed class MissTexts(TargetTable targets) : ITextSource
    {
        public ReadOnlySpan<byte> Utf8(int id) => targets.MissName(id);
    }

    sealed class StageTexts : ITextSource
    {
        public static readonly StageTexts Instance = new();
        readonly byte[][] _names = [.. Enum.GetNames<Stage>().Select(Encoding.UTF8.GetBytes)];

        public ReadOnlySpan<byte> Utf8(int id) => _names[id];
    }
}
