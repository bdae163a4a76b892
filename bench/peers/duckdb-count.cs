#:package DuckDB.NET.Data.Full
// Reads an audit log with DuckDB's read_json, only the needed columns, and counts by verb and user agent: LOG THREADS.
using DuckDB.NET.Data;

using var connection = new DuckDBConnection("Data Source=:memory:");
connection.Open();
using var command = connection.CreateCommand();
command.CommandText = $"""
    SET threads = {int.Parse(args[1])};
    SELECT count(*), sum(n), sum(bytes) FROM (
        SELECT verb, userAgent, count(*) AS n,
            sum(length(auditID) + length(stage) + length(requestURI) + length("user".username) + coalesce(length(objectRef.namespace), 0)
                + length(requestReceivedTimestamp) + coalesce(responseStatus.code, 0)) AS bytes
        FROM read_json('{args[0].Replace("'", "''")}', format = 'newline_delimited', columns = {'{'}
            auditID: 'VARCHAR', stage: 'VARCHAR', requestURI: 'VARCHAR', verb: 'VARCHAR', "user": 'STRUCT(username VARCHAR)',
            userAgent: 'VARCHAR', objectRef: 'STRUCT("namespace" VARCHAR)', responseStatus: 'STRUCT(code INTEGER)',
            requestReceivedTimestamp: 'VARCHAR'{'}'})
        GROUP BY ALL)
    """;
using var reader = command.ExecuteReader();
do
{
    while (reader.Read())
        if (reader.FieldCount == 3)
            Console.WriteLine($"{reader.GetValue(1)} events, {reader.GetValue(0)} combinations, {reader.GetValue(2)}");
}
while (reader.NextResult());
