using ApiSnoop.Audit;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading.Shares;

/// <summary>
/// Tells a ledger the requests of a recording again, each by its last event: so one that was in flight where a loader's streams ended meets
/// its end from another's, and one that two loaders met counts once, by the rules of every load.
/// </summary>
/// <param name="dimensions">The tables of the recording that is being made.</param>
internal sealed class RetoldRequests(Dimensions dimensions)
{
    readonly byte[] _names = new byte[ParameterNames.Longest];

    /// <summary>Tells all requests of a recording.</summary>
    /// <exception cref="StoreException">Its rows are damaged.</exception>
    public void Tell(StoredRecording stored, RequestLedger ledger, CancellationToken cancelled)
    {
        var facts = FactsOf(stored.Cube);
        foreach (var file in stored.RequestFiles)
        {
            foreach (var rows in RecordedRows.In(file))
            {
                cancelled.ThrowIfCancellationRequested();
                Tell(rows, facts, ledger);
            }
        }
    }

    unsafe void Tell(RecordedRows rows, RequestFacts[] facts, RequestLedger ledger)
    {
        var events = new ReadEvent[rows.Count];
        fixed (byte* ids = rows.Ids.Bytes, uris = rows.Uris.Bytes)
        {
            for (var i = 0; i < events.Length; i++)
            {
                var id = rows.Ids[i];
                var uri = rows.Uris[i];
                var hash = UriHash.Of(uri);
                var about = facts[rows.Cells[i]];
                if (hash.Query >= 0) about.Parameters = dimensions.Parameters.Intern(ParameterNames.Of(uri[(hash.Query + 1)..], _names));
                var (received, duration) = (rows.Received[i], rows.Duration[i]);
                events[i] = new ReadEvent
                {
                    Key = id.IsEmpty ? 0 : RequestKey.Of(id, received, RequestKey.VerbHash(dimensions.Verbs.Utf8(about.Verb)), hash.Whole),
                    Event = new AuditEvent
                    {
                        AuditId = new ByteView(ids + rows.Ids.Starts[i], id.Length),
                        RequestUri = new ByteView(uris + rows.Uris.Starts[i], uri.Length),
                        Received = received,
                        Staged = duration == RequestBatch.Unknown ? AuditEvent.NoTime : received + duration,
                        Code = about.Cell.Code,
                        Stage = rows.Stages[i],
                    },
                    Facts = about,
                };
            }

            ledger.Take(events);
        }
    }

    /// <summary>What a request of each cell is about: all but its time, its URI and its id.</summary>
    RequestFacts[] FactsOf(Cube cube)
    {
        var renumbered = new RenumberedCells(cube, dimensions);
        var facts = new RequestFacts[cube.Cells.Length];
        for (var i = 0; i < facts.Length; i++)
        {
            var cell = renumbered.Of(cube.Cells[i]);
            var about = new RequestFacts
            {
                Target = cell.Target,
                Agent = cell.Agent,
                User = cell.User,
                Impersonator = cell.Impersonator,
                Namespace = cell.Namespace,
                Verb = cell.Verb,
                Deprecation = (byte)cell.Deprecation,
                Kept = true,
                Cell = RenumberedCells.FactsOf(cell),
            };
            facts[i] = about;
        }

        return facts;
    }
}
