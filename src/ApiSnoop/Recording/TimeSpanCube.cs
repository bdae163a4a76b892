using System.Collections.Immutable;
using ApiSnoop.Matching;
using DuckDB.NET.Data;

namespace ApiSnoop.Recording;

/// <summary>
/// The cube of the requests that were received in a span of time. The recording's own cube has no times, so this one is
/// counted anew from the request rows. Requests whose time was not logged are in no span.
/// </summary>
internal sealed class TimeSpanCube
{
    const string Question = """
        select operation, miss_reason, miss_name, user_agent, username, "namespace", verb, code, count(*)
        from {rows} where received is not null
        """;

    readonly Dictionary<(string?, MissReason, string), int> _targets = [];
    readonly List<Target> _targetList = [];
    readonly Numbers _agents = new(), _users = new(), _namespaces = new(), _verbs = new();
    readonly ImmutableArray<Cell>.Builder _cells = ImmutableArray.CreateBuilder<Cell>();
    readonly Dictionary<(string?, MissReason, string), Target> _known;

    TimeSpanCube(Cube all) => _known = all.Targets.ToDictionary(Key);

    /// <summary>Counts the requests of a span.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="since">The earliest time of receipt, or null.</param>
    /// <param name="until">The latest time of receipt, or null.</param>
    /// <exception cref="StoreException">The rows cannot be read.</exception>
    public static Cube Of(StoredRecording stored, DateTimeOffset? since, DateTimeOffset? until)
    {
        var counted = new TimeSpanCube(stored.Cube);
        var question = Question
            + (since is { } from ? $" and received >= {RowReading.Literally(from)}" : "")
            + (until is { } to ? $" and received <= {RowReading.Literally(to)}" : "")
            + " group by all";
        RowReading.Ask(stored, question, [], counted.Add);
        return new Cube(
            [.. counted._targetList], counted._agents.ToImmutable(), counted._users.ToImmutable(), counted._namespaces.ToImmutable(),
            counted._verbs.ToImmutable(), counted._cells.ToImmutable());
    }

    bool Add(DuckDBDataReader row)
    {
        _cells.Add(new Cell(
            TargetOf(row), _agents.Of(RowReading.Text(row, 3)), _users.Of(RowReading.Text(row, 4)), _namespaces.Of(RowReading.Text(row, 5)),
            checked((short)_verbs.Of(RowReading.Text(row, 6))), (short)(RowReading.Number(row, 7) ?? 0), RowReading.Number(row, 8) ?? 0));
        return true;
    }

    int TargetOf(DuckDBDataReader row)
    {
        var operation = row.IsDBNull(0) ? null : row.GetString(0);
        var reason = operation is null && Enum.TryParse<MissReason>(RowReading.Text(row, 1), out var named) ? named : MissReason.None;
        var key = (operation, reason, RowReading.Text(row, 2));
        if (_targets.TryGetValue(key, out var number)) return number;
        _targets.Add(key, _targetList.Count);
        _targetList.Add(_known.GetValueOrDefault(key) ?? new Target(operation, reason, key.Item3, ""));
        return _targetList.Count - 1;
    }

    static (string?, MissReason, string) Key(Target target) => (target.OperationId, target.Reason, target.Name);

    sealed class Numbers
    {
        readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public int Of(string text)
        {
            if (!_numbers.TryGetValue(text, out var number)) _numbers.Add(text, number = _numbers.Count);
            return number;
        }

        public ImmutableArray<string> ToImmutable() => [.. _numbers.Keys];
    }
}
