using ApiSnoop.Recording.Sql;

namespace ApiSnoop.Recording.Rows;

/// <summary>
/// What of a recording is in no other one: an app that was picked out of a cluster's log holds requests that the cluster's
/// recording holds too, and a sum over both must count them once.
/// </summary>
internal static class UnsharedRequests
{
    /// <summary>What makes two rows the same request. A hash of 64 bits takes little memory and does not collide.</summary>
    const string Key = "hash(audit_id, received, verb, request_uri)";

    /// <summary>The recording's counts without the requests that others hold.</summary>
    /// <param name="stored">The recording.</param>
    /// <param name="others">The others.</param>
    /// <param name="since">The earliest time of receipt, or null.</param>
    /// <param name="until">The latest time of receipt, or null.</param>
    /// <exception cref="StoreException">The rows cannot be read.</exception>
    public static Cube Of(
        StoredRecording stored, IEnumerable<StoredRecording> others, DateTimeOffset? since = null, DateTimeOffset? until = null)
    {
        var files = Literal.List(others.SelectMany(o => o.RequestFiles));
        var sql = $"select cell, count(*) from (select cell, {Key} as request from {{rows}} where {Within(since, until)}) "
            + $"anti join (select {Key} as request from read_parquet({files})) using (request) group by cell";
        var counted = RowReading.Ask(stored, sql, [], r => (Cell: (int)RowReading.Number(r, 0)!, Requests: RowReading.Number(r, 1) ?? 0));
        var all = stored.Cube;
        return new Cube(all.Targets, all.Agents, all.Users, all.Namespaces, all.Verbs,
            [.. counted.OrderBy(c => c.Cell).Select(c => all.Cells[c.Cell] with { Requests = c.Requests })]);
    }

    static string Within(DateTimeOffset? since, DateTimeOffset? until) =>
        (since is { } from ? $"received >= {RowReading.Literally(from)}" : "true")
        + (until is { } to ? $" and received <= {RowReading.Literally(to)}" : "");
}
