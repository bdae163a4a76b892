using System.Globalization;
using System.Net;
using System.Text;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// ClickHouse's HTTP interface: statements as text, rows as RowBinary, which is what <see cref="BinaryWriter"/> and
/// <see cref="BinaryReader"/> write and read. Where several servers are named the next one is asked when one does not answer.
/// Safe for several threads.
/// </summary>
/// <remarks>https://clickhouse.com/docs/interfaces/http</remarks>
internal sealed class ClickHouseServer(ClickHouseAddress address)
{
    /// <summary>How often a statement is sent before it is given up; it waits a little longer each time.</summary>
    const int Attempts = 5;

    static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(250);

    /// <summary>No question of ours takes longer on a store that is well, in seconds.</summary>
    const int LongestQuestion = 60;

    /// <summary>
    /// Errors come with a status of their own when all is done; and a server that is busy is no dead replica, which the usual 50 ms
    /// take it for.
    /// </summary>
    const string Always = "/?wait_end_of_query=1&connect_timeout_with_failover_ms=2000";

    /// <summary>What is said to all servers of a cluster is waited for so long, in seconds.</summary>
    const string LongestWait = "&distributed_ddl_task_timeout=30";

    /// <summary>One for all: it keeps the connections.</summary>
    static readonly HttpClient s_http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(LongestQuestion * 3),
    };

    int _next;

    /// <summary>Where the server is.</summary>
    public ClickHouseAddress Address => address;

    /// <summary>Asks a question, the answer as RowBinary.</summary>
    /// <exception cref="StoreException">There is no answer.</exception>
    public BinaryReader Ask(string query, bool inDatabase = true) => new(
        new MemoryStream(Send(query + " FORMAT RowBinary", [], Limits(), inDatabase)), Encoding.UTF8);

    /// <summary>Runs a statement that answers nothing.</summary>
    /// <exception cref="StoreException">It cannot be run.</exception>
    public void Run(string statement, bool inDatabase = true) =>
        Send(statement, [], LongestWait + (address.IsOld ? "" : "&mutations_sync=2"), inDatabase);

    /// <summary>
    /// Puts rows into a table, on all shards before this returns. A block that was sent before under the same token counts once: so it
    /// may be sent again whenever it is not known whether it arrived.
    /// </summary>
    /// <param name="into">The table and its columns.</param>
    /// <param name="rows">The rows as RowBinary.</param>
    /// <param name="token">What tells this block from all others.</param>
    /// <exception cref="StoreException">They cannot be put there.</exception>
    public void Insert(string into, ReadOnlySpan<byte> rows, string token)
    {
        // Old servers know a block by its content, and no token.
        var told = address.IsOld ? "" : $"&insert_deduplicate=1&insert_deduplication_token={Uri.EscapeDataString(token)}&async_insert=0";
        Send($"INSERT INTO {into} FORMAT RowBinary", rows.ToArray(), "&insert_distributed_sync=1" + told, inDatabase: true);
    }

    /// <summary>The same for rows as a Parquet file, in the order in which they stand there.</summary>
    public void InsertParquet(string into, byte[] file, string token) => Send(
        $"INSERT INTO {into} FORMAT Parquet", file,
        $"&insert_deduplicate=1&insert_deduplication_token={Uri.EscapeDataString(token)}&async_insert=0&insert_distributed_sync=1"
            + "&max_threads=1&max_insert_threads=1&input_format_parquet_preserve_order=1&max_partitions_per_insert_block=0",
        inDatabase: true);

    /// <summary>Asks a question, the answer as a Parquet file.</summary>
    /// <exception cref="StoreException">There is no answer.</exception>
    public byte[] AskParquet(string query) => Send(
        query + " FORMAT Parquet", [], Limits() + "&output_format_parquet_string_as_string=1&output_format_parquet_row_group_size=65536",
        inDatabase: true);

    static string Limits() => string.Create(CultureInfo.InvariantCulture, $"&max_execution_time={LongestQuestion}");

    byte[] Send(string statement, byte[] rows, string settings, bool inDatabase)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = address.Servers[Volatile.Read(ref _next) % address.Servers.Count];
            try
            {
                return SendOnce(server, statement, rows, settings, inDatabase);
            }
            catch (Exception e) when (IsPassing(e))
            {
                Interlocked.Increment(ref _next);
                if (attempt >= Math.Max(Attempts, address.Servers.Count)) throw Told(server, e);
                Thread.Sleep(s_wait * attempt);
            }
            catch (TaskCanceledException e)
            {
                throw Told(server, e);
            }
        }
    }

    byte[] SendOnce(Uri server, string statement, byte[] rows, string settings, bool inDatabase)
    {
        // Rows fill the body, so their statement goes into the URL; others may be longer than a URL may be.
        var query = rows.Length > 0 ? "&query=" + Uri.EscapeDataString(statement) : "";
        var database = inDatabase ? "&database=" + Uri.EscapeDataString(address.Database) : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, Always + database + settings + query))
        {
            Content = new ByteArrayContent(rows.Length > 0 ? rows : Encoding.UTF8.GetBytes(statement)),
        };
        if (address.User.Length > 0) request.Headers.Add("X-ClickHouse-User", address.User);
        if (Environment.GetEnvironmentVariable(ClickHouseAddress.PasswordVariable) is { Length: > 0 } password)
            request.Headers.Add("X-ClickHouse-Key", password);
        using var response = s_http.Send(request, HttpCompletionOption.ResponseContentRead);
        var body = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(body);
        if (response.IsSuccessStatusCode) return body.ToArray();
        throw ServerTrouble.Of(address, server, (int)response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>What may be gone when it is tried again, here or on another server; not an answer that took minutes.</summary>
    static bool IsPassing(Exception e) => e is HttpRequestException or IOException or ServerTrouble { MayPass: true };

    static StoreException Told(Uri server, Exception e) => e is ServerTrouble trouble
        ? new StoreException(trouble.Message, trouble)
        : new StoreException(
            $"ClickHouse at {server.Authority} does not answer: {(e as TaskCanceledException is null ? e.Message : "it took too long")}. "
                + "Is it running, and is this its HTTP port?", e);
}
