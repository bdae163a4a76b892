using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;

namespace ApiSnoop.Recording;

/// <summary>Writes blocks of request rows to a Parquet file, one row group each.</summary>
internal sealed class RequestRows(string path, Dimensions dimensions, Release release) : IDisposable
{
    /// <summary>The columns, in their order. Bodies are never among them.</summary>
    public static readonly TableColumn[] Columns =
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
    ];

    readonly TableWriter _writer = new(path, Columns);
    readonly StringTexts _operations = new(id => release.Operations[id].Id);
    readonly MissTexts _misses = new(dimensions.Targets);
    readonly int[] _ids = new int[RequestBatch.Capacity];

    public void Write(RequestBatch batch)
    {
        var count = batch.Count;
        if (count == 0) return;
        _writer.BeginRowGroup(count);
        _writer.Longs(batch.Received.AsSpan(0, count), RequestBatch.Unknown);
        _writer.Longs(batch.Duration.AsSpan(0, count), RequestBatch.Unknown);
        WriteTargets(batch.Target.AsSpan(0, count));
        _writer.Texts(Widened(batch.Verb.AsSpan(0, count)), dimensions.Verbs);
        _writer.Shorts(batch.Code.AsSpan(0, count));
        _writer.Texts(Widened(batch.Stage.AsSpan(0, count)), StageTexts.Instance);
        _writer.Texts(NullForEmpty(batch.Agent.AsSpan(0, count)), dimensions.Agents);
        _writer.Texts(NullForEmpty(batch.User.AsSpan(0, count)), dimensions.Users);
        _writer.Texts(NullForEmpty(batch.Namespace.AsSpan(0, count)), dimensions.Namespaces);
        _writer.Numbers(batch.Cell.AsSpan(0, count));
        _writer.DistinctTexts(batch.Text, batch.IdStart.AsSpan(0, count), batch.UriStart.AsSpan(0, count));
        _writer.DistinctTexts(batch.Text, batch.UriStart.AsSpan(0, count), batch.IdStart.AsSpan(1, count));
        _writer.EndRowGroup();
    }

    public void Finish() => _writer.Finish();

    public void Dispose() => _writer.Dispose();

    void WriteTargets(ReadOnlySpan<int> targets)
    {
        var operations = release.Operations.Length;
        var ids = _ids.AsSpan(0, targets.Length);
        for (var i = 0; i < ids.Length; i++) ids[i] = targets[i] < operations ? targets[i] : -1;
        _writer.Texts(ids, _operations);
        for (var i = 0; i < ids.Length; i++) ids[i] = targets[i] < operations ? -1 : (int)dimensions.Targets.Reason(targets[i]);
        _writer.Texts(ids, ReasonTexts.Instance);
        for (var i = 0; i < ids.Length; i++) ids[i] = targets[i] < operations ? -1 : targets[i];
        _writer.Texts(ids, _misses);
    }

    /// <summary>The tables give 0 to the empty text, which says that the request carried none.</summary>
    ReadOnlySpan<int> NullForEmpty(ReadOnlySpan<int> numbers)
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
