using ApiSnoop.Audit;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading.Requests;

/// <summary>One of the apps that a log is split into.</summary>
internal sealed class SplitApp
{
    /// <summary>Most apps are small, and there may be a thousand.</summary>
    const int FirstBatch = 256;

    const int LargestBatch = 4096;

    readonly CountedRequests _before;

    /// <param name="key">The key that its requests have.</param>
    /// <param name="name">The name of its recording.</param>
    /// <param name="draft">The recording; null for a dry run.</param>
    /// <param name="before">The requests that the recording has already.</param>
    /// <param name="dimensions">The tables of the load.</param>
    public SplitApp(string key, string name, RecordingDraft? draft, CountedRequests before, Dimensions dimensions)
    {
        (Key, Name, Draft, _before) = (key, name, draft, before);
        Count = new AppCount(dimensions, draft is null ? null : batch => Exchange(draft, batch, dimensions), FirstBatch);
    }

    /// <summary>The key that its requests have.</summary>
    public string Key { get; }

    /// <summary>The name of its recording.</summary>
    public string Name { get; }

    /// <summary>The recording; null for a dry run.</summary>
    public RecordingDraft? Draft { get; }

    /// <summary>What is counted.</summary>
    public AppCount Count { get; }

    /// <summary>Requests that the recording has already.</summary>
    public long RepeatedRequests { get; private set; }

    /// <summary>Whether all requests that the recording has could be compared with.</summary>
    public bool ComparedWithAll => _before.All;

    /// <summary>Counts a request, unless the recording has it already.</summary>
    public void Add(in AuditEvent e, in RequestFacts facts, ulong key)
    {
        if (key != 0)
        {
            if (e.Received != AuditEvent.NoTime && e.Received < _before.Since) _before.ReachBackTo(e.Received);
            if (_before.Count > 0 && _before.Contains(key))
            {
                RepeatedRequests++;
                return;
            }
        }

        Count.Add(e, facts);
    }

    /// <summary>Writes a batch; the next is larger where it was full.</summary>
    static RequestBatch Exchange(RecordingDraft draft, RequestBatch batch, Dimensions dimensions)
    {
        while (!draft.WriteColumn(batch, dimensions))
        {
            // A column at a time.
        }

        return batch.Count == batch.Rows && batch.Rows < LargestBatch ? new RequestBatch(batch.Rows * 4) : batch;
    }
}
