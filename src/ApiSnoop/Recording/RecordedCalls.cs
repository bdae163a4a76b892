using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Recording.Sql;

namespace ApiSnoop.Recording;

/// <summary>Single requests of a recording, which its counts no longer tell apart.</summary>
public static class RecordedCalls
{
    /// <summary>
    /// Starts what answers these questions, which takes longer than most answers. What is amiss with it is told by the first
    /// question.
    /// </summary>
    public static void GetReady() => RowReading.GetReady();

    /// <summary>The calls of some user agents in the order of their receipt.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="agents">The user agents.</param>
    /// <param name="most">How many calls at most, the earliest first.</param>
    /// <exception cref="StoreException">The rows cannot be read.</exception>
    public static IReadOnlyList<RecordedCall> Of(StoredRecording stored, IEnumerable<string> agents, int most) => RowReading.Ask(
        stored,
        $$"""
        select epoch_us(received), duration_us, operation, verb, code, left(request_uri, 4000), username
        from {rows} where list_contains({{Literal.List(agents)}}, user_agent)
        order by received nulls last, audit_id limit {{most}}
        """,
        [],
        r => new RecordedCall(
            TimeOf(RowReading.Number(r, 0)), RowReading.Number(r, 1), r.IsDBNull(2) ? null : r.GetString(2), RowReading.Text(r, 3),
            (int)(RowReading.Number(r, 4) ?? 0), RowReading.Text(r, 5), RowReading.Text(r, 6)));

    /// <summary>The requests with an audit id, in the order of their receipt.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="auditId">The audit id.</param>
    /// <exception cref="StoreException">The rows cannot be read.</exception>
    public static IReadOnlyList<RecordedRequest> WithAuditId(StoredRecording stored, string auditId)
    {
        // Older rows do not tell the last two.
        var newer = stored.Manifest.Format == Manifest.CurrentFormat ? "impersonator, deprecation" : "null, null";
        return RowReading.Ask(
            stored,
            $$"""
            select epoch_us(received), duration_us, operation, verb, code, request_uri, username, stage, user_agent, namespace, {{newer}}
            from {rows} where audit_id = $1 order by received nulls last, request_uri limit 1000
            """,
            [auditId],
            r => new RecordedRequest(
                new RecordedCall(
                    TimeOf(RowReading.Number(r, 0)), RowReading.Number(r, 1), r.IsDBNull(2) ? null : r.GetString(2), RowReading.Text(r, 3),
                    (int)(RowReading.Number(r, 4) ?? 0), RowReading.Text(r, 5), RowReading.Text(r, 6)),
                RowReading.Text(r, 7), RowReading.Text(r, 8), RowReading.Text(r, 9), RowReading.Text(r, 10), RowReading.Text(r, 11)));
    }

    /// <summary>The query parameters of an operation's requests, those of the most requests first.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="operationId">The operation.</param>
    /// <exception cref="StoreException">The counts cannot be read.</exception>
    public static IReadOnlyList<ParameterCount> QueryParameters(StoredRecording stored, string operationId) =>
        [.. ParameterFile.Read(stored.ParameterFile).Where(c => c.OperationId == operationId)];

    static DateTimeOffset? TimeOf(long? micros) =>
        micros is { } m ? DateTimeOffset.UnixEpoch.AddTicks(m * TimeSpan.TicksPerMicrosecond) : null;
}

/// <summary>One request.</summary>
/// <param name="Received">When the server received it; null where the log has no time.</param>
/// <param name="DurationMicros">How long the answer took, in microseconds; null where the log does not tell.</param>
/// <param name="OperationId">The operation, or null when none matched.</param>
/// <param name="Verb">The audit verb.</param>
/// <param name="Code">The status code; 0 when none was logged.</param>
/// <param name="Uri">The URI as requested, with its query.</param>
/// <param name="User">The user.</param>
public sealed record RecordedCall(
    DateTimeOffset? Received, long? DurationMicros, string? OperationId, string Verb, int Code, string Uri, string User);

/// <summary>One request with all that its recording keeps.</summary>
/// <param name="Call">The request.</param>
/// <param name="Stage">The last stage that was seen.</param>
/// <param name="UserAgent">The user agent.</param>
/// <param name="Namespace">The namespace; empty outside of one.</param>
/// <param name="Impersonator">Who made it in another's name; empty where nobody did.</param>
/// <param name="Deprecation">What the server said of the API version's end; empty where it said nothing.</param>
public sealed record RecordedRequest(
    RecordedCall Call, string Stage, string UserAgent, string Namespace, string Impersonator, string Deprecation);
