using ApiSnoop.Audit;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading.Requests;

/// <summary>What a load counts of one app: its cube, its parameters and, where rows are wanted, its rows.</summary>
/// <param name="dimensions">The tables of the load.</param>
/// <param name="rows">Takes a full batch of rows and gives an empty one for it; null where none are wanted.</param>
/// <param name="firstBatch">How many rows the first batch holds.</param>
internal sealed class AppCount(
    Dimensions dimensions, Func<RequestBatch, RequestBatch>? rows, int firstBatch = RequestBatch.MostRows)
{
    readonly RowCollector? _rows = rows is null ? null : new(rows, firstBatch);

    public CubeCounter Cube { get; } = new();

    public ParameterCounter Parameters { get; } = new(dimensions);

    public long Requests { get; private set; }

    public long MatchedRequests { get; private set; }

    /// <summary>Matched requests whose method has no verb: OPTIONS, or one of the few others that are logged like it.</summary>
    public long RequestsOfNoVerb { get; private set; }

    /// <summary>Requests whose time of receipt was not logged.</summary>
    public long UntimedRequests { get; private set; }

    public long FirstReceived { get; private set; } = long.MaxValue;

    public long LastReceived { get; private set; } = long.MinValue;

    /// <summary>Counts a request.</summary>
    public void Add(in AuditEvent e, in RequestFacts facts)
    {
        Requests++;
        if (dimensions.Targets.IsOperation(facts.Target))
        {
            MatchedRequests++;
            if (facts.Verb == 0) RequestsOfNoVerb++;
            if (facts.Parameters != 0) Parameters.Add(facts.Target, facts.Parameters);
        }

        CountTime(e.Received);
        var cell = Cube.Add(facts.Cell, e.Received, dimensions);
        _rows?.Add(e, facts, cell);
    }

    /// <summary>Hands the last rows on.</summary>
    public void Finish() => _rows?.Flush();

    void CountTime(long received)
    {
        if (received == AuditEvent.NoTime)
        {
            UntimedRequests++;
            return;
        }

        FirstReceived = Math.Min(FirstReceived, received);
        LastReceived = Math.Max(LastReceived, received);
    }
}
