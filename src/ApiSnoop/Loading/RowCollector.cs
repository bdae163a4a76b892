using ApiSnoop.Audit;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>Lines requests up in columns and hands full batches on.</summary>
/// <param name="full">Takes a full batch; the batch may be filled again when it returns.</param>
internal sealed class RowCollector(Action<RequestBatch> full)
{
    readonly RequestBatch _batch = new();

    public void Add(in AuditEvent e, in RequestFacts facts)
    {
        var i = _batch.Count;
        var text = _batch.IdStart[i];
        var needed = text + e.AuditId.Length + e.RequestUri.Length;
        if (needed > _batch.Text.Length)
        {
            if (i > 0)
            {
                Flush();
                Add(e, facts);
                return;
            }

            _batch.Text = new byte[needed];
        }

        e.AuditId.Span.CopyTo(_batch.Text.AsSpan(text));
        _batch.UriStart[i] = text + e.AuditId.Length;
        e.RequestUri.Span.CopyTo(_batch.Text.AsSpan(_batch.UriStart[i]));
        _batch.IdStart[i + 1] = needed;
        _batch.Received[i] = e.Received;
        _batch.Duration[i] = e.Received == AuditEvent.NoTime || e.Staged == AuditEvent.NoTime ? RequestBatch.Unknown : e.Staged - e.Received;
        (_batch.Target[i], _batch.Agent[i], _batch.User[i], _batch.Namespace[i]) = (facts.Target, facts.Agent, facts.User, facts.Namespace);
        (_batch.Verb[i], _batch.Code[i], _batch.Stage[i]) = (facts.Verb, (short)e.Code, (byte)e.Stage);
        if (++_batch.Count == RequestBatch.Capacity) Flush();
    }

    public void Flush()
    {
        if (_batch.Count == 0) return;
        full(_batch);
        _batch.Count = 0;
    }
}
