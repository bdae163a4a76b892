using System.Text;

namespace ApiSnoop.Catalog.Facts;

/// <summary>
/// The rows of <c>operations.tsv</c>: each an operation as it was in a set of releases. Rows are found by scanning the bytes
/// once; only those of a release that is asked for become objects.
/// </summary>
sealed class OperationTable
{
    readonly byte[] _bytes;
    readonly string _name;
    readonly Utf8Pool _texts = new();
    readonly List<Row> _rows = new(8192);

    /// <summary>Scans a file of facts.</summary>
    /// <exception cref="InvalidDataException">A line is not a row; the message names file and line.</exception>
    public OperationTable(byte[] bytes, string name, ReleaseTimeline timeline)
    {
        (_bytes, _name, Timeline) = (bytes, name, timeline);
        Scan();
    }

    /// <summary>The releases that the sets are of.</summary>
    public ReleaseTimeline Timeline { get; }

    /// <summary>The lists of query parameters by id.</summary>
    public Dictionary<string, string[]> Lists { get; } = new(64, StringComparer.Ordinal);

    /// <summary>The operations of one release with their levels, in the order of the rows.</summary>
    public Operation[] OperationsOf(int release)
    {
        var rows = new List<Row>(1200);
        var groups = new GroupStability();
        foreach (var row in _rows)
        {
            if ((row.Set >> release & 1) == 0) continue;
            rows.Add(row);
            groups.Note(Materialise(row));
        }
        var operations = new Operation[rows.Count];
        for (var i = 0; i < operations.Length; i++) operations[i] = WithLevel(rows[i], groups);
        return operations;
    }

    /// <summary>Every row with its releases, for the history of an operation. The levels mean nothing here.</summary>
    public IEnumerable<(Operation Operation, ulong Set)> All()
    {
        foreach (var row in _rows) yield return (Materialise(row), row.Set);
    }

    /// <summary>The groups of all rows but the core, which has no name; found without making objects of the rows.</summary>
    public HashSet<string> Groups()
    {
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in _rows) groups.Add(_texts.Get(OperationRow.GroupOf(_bytes.AsSpan(row.Start, row.Length))));
        groups.Remove("");
        return groups;
    }

    /// <summary>Every row as text without its releases, for writing the file anew.</summary>
    public IEnumerable<(string Text, ulong Set)> Texts()
    {
        foreach (var row in _rows) yield return (Encoding.UTF8.GetString(_bytes, row.Start, row.Length), row.Set);
    }

    /// <summary>A group's index may have another level in another release; everything else shares one object.</summary>
    Operation WithLevel(Row row, GroupStability groups)
    {
        var operation = Materialise(row);
        var level = groups.LevelOf(operation);
        return level == operation.Level ? operation : row.Operation = operation with { Level = level };
    }

    Operation Materialise(Row row) => row.Operation
        ??= OperationRow.TryRead(_bytes.AsSpan(row.Start, row.Length), _texts, Lists) ?? throw Bad(row.Start);

    void Scan()
    {
        var start = 0;
        while (start < _bytes.Length)
        {
            var rest = _bytes.AsSpan(start);
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.Length > 0) Add(line, start);
            start += line.Length + 1;
        }
    }

    void Add(ReadOnlySpan<byte> line, int start)
    {
        if (line[0] == '#')
        {
            if (OperationRow.Cell(ref line).SequenceEqual("#parameters"u8)) FactsCells.ReadList(line, _texts, Lists);
            return;
        }
        var cell = line.LastIndexOf((byte)'\t');
        var set = cell < 0 ? null : Timeline.TryParse(line[(cell + 1)..]);
        _rows.Add(new(start, cell, set ?? throw Bad(start)));
    }

    InvalidDataException Bad(int start) =>
        new($"{_name}:{_bytes.AsSpan(0, start).Count((byte)'\n') + 1}: not a row of facts about an operation");

    sealed class Row(int start, int length, ulong set)
    {
        public int Start => start;

        public int Length => length;

        public ulong Set => set;

        public Operation? Operation { get; set; }
    }
}
