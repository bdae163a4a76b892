using ApiSnoop.Audit;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading.Requests;

/// <summary>Lines requests up in columns and hands full batches on.</summary>
/// <param name="exchange">Takes a full batch and gives an empty one for it.</param>
/// <param name="firstBatch">How many rows the first batch holds.</param>
internal sealed class RowCollector(Func<RequestBatch, RequestBatch> exchange, int firstBatch)
{
    RequestBatch _batch = new(firstBatch);

    public void Add(in AuditEvent e, in RequestFacts facts, int cell)
    {
        while (!HasRoom(e)) Flush();
        var batch = _batch;
        var i = batch.Count;
        var text = batch.IdStart[i];
        e.AuditId.Span.CopyTo(batch.Text.AsSpan(text));
        batch.UriStart[i] = text + e.AuditId.Length;
        e.RequestUri.Span.CopyTo(batch.Text.AsSpan(batch.UriStart[i]));
        batch.IdStart[i + 1] = batch.UriStart[i] + e.RequestUri.Length;
        batch.Received[i] = e.Received;
        batch.Duration[i] = e.Received == AuditEvent.NoTime || e.Staged == AuditEvent.NoTime ? RequestBatch.Unknown : e.Staged - e.Received;
        (batch.Target[i], batch.Agent[i], batch.User[i], batch.Namespace[i]) = (facts.Target, facts.Agent, facts.User, facts.Namespace);
        (batch.Impersonator[i], batch.Deprecation[i]) = (facts.Impersonator, facts.Deprecation);
        batch.Cell[i] = cell;
        (batch.Verb[i], batch.Code[i], batch.Stage[i]) = (facts.Verb, (short)e.Code, (byte)e.Stage);
        batch.Count++;
    }

    public void Flush()
    {
        if (_batch.Count == 0) return;
        _batch = exchange(_batch);
        _batch.Count = 0;
    }

    bool HasRoom(in AuditEvent e)
    {
        if (_batch.Count == _batch.Rows) return false;
        var needed = _batch.IdStart[_batch.Count] + e.AuditId.Length + e.RequestUri.Length;
        if (needed <= _batch.Text.Length) return true;
        if (_batch.Count > 0) return false;
        _batch.Text = new byte[needed];
        return true;
    }
}
