using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ApiSnoop.Tests.Capturing;

/// <summary>
/// Posts audit events as an API server does: 400 a batch, each batch on its way by itself, five tries with 10 s, 15 s, 22.5 s and
/// 33.75 s between, a fifth more at random; then it gives the batch up.
/// </summary>
/// <param name="number">Which one it is; it sends from an address of its own.</param>
/// <param name="kubeconfig">What it was given.</param>
/// <param name="scale">By how much all of its times are shorter.</param>
sealed class SendingApiServer(int number, string kubeconfig, double scale) : IDisposable
{
    const int BatchSize = 400, Tries = 5;

    readonly HttpClient _http = Client(number);
    readonly string _url = Regex.Match(kubeconfig, "server: \"(.*)\"").Groups[1].Value;
    readonly string _token = Regex.Match(kubeconfig, "token: \"(.*)\"").Groups[1].Value;
    readonly ConcurrentBag<Task> _batches = [];
    readonly Lock _lock = new();
    int _events, _givenUp, _retries, _waiting;

    /// <summary>Distinct events that it had to tell.</summary>
    public int Events => _events;

    /// <summary>Events of batches that it gave up.</summary>
    public int GivenUp => _givenUp;

    /// <summary>Tries beyond the first.</summary>
    public int Retries => _retries;

    /// <summary>Batches that wait to be tried again.</summary>
    public int Waiting => _waiting;

    /// <summary>How long the slowest try took, whatever came of it.</summary>
    public TimeSpan SlowestTry { get; private set; }

    /// <summary>How long answers took, in milliseconds.</summary>
    public ConcurrentBag<double> Answers { get; } = [];

    /// <summary>Sends for a time.</summary>
    /// <param name="rate">Events a second.</param>
    /// <param name="length">How long at the least.</param>
    /// <param name="longer">Whether it goes on then.</param>
    public async Task Send(int rate, TimeSpan length, Func<bool>? longer = null)
    {
        var (watch, due) = (Stopwatch.StartNew(), 0.0);
        while (watch.Elapsed < length || longer?.Invoke() == true)
        {
            _batches.Add(Post(Batch()));
            due += (double)BatchSize / rate;
            var wait = due - watch.Elapsed.TotalSeconds;
            if (wait > 0) await Task.Delay(TimeSpan.FromSeconds(wait));
        }
    }

    /// <summary>Waits until each batch was taken or given up.</summary>
    public Task Finish() => Task.WhenAll([.. _batches]);

    public void Dispose() => _http.Dispose();

    byte[] Batch()
    {
        var text = new StringBuilder("{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"metadata\":{},\"items\":[");
        var now = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        for (var i = 0; i < BatchSize; i++)
        {
            var id = Interlocked.Increment(ref _events);
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$$"""
                {"level":"Metadata","auditID":"{{{number}}}-{{{id}}}-5b1d-4b62-9a0c-5d2f7c1b0a44","stage":"ResponseComplete",
                "requestURI":"/api/v1/namespaces/ns-{{{id % 50}}}/pods/pod-{{{id}}}","verb":"get",
                "user":{"username":"system:serviceaccount:shop:app-{{{id % 20}}}","uid":"0a1b",
                "groups":["system:serviceaccounts","system:authenticated"]},"sourceIPs":["10.0.0.7"],
                "userAgent":"app/v1.30.2 (linux/amd64)","objectRef":{"resource":"pods","namespace":"ns-{{{id % 50}}}","apiVersion":"v1"},
                "responseStatus":{"metadata":{},"code":200},"requestReceivedTimestamp":"{{{now}}}","stageTimestamp":"{{{now}}}"}
                """);
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    async Task Post(byte[] batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await Try(batch)) return;
            if (attempt == Tries) break;
            Interlocked.Increment(ref _retries);
            var wait = 10 * scale * Math.Pow(1.5, attempt - 1) * (1 + (0.2 * Random.Shared.NextDouble()));
            Interlocked.Increment(ref _waiting);
            await Task.Delay(TimeSpan.FromSeconds(wait));
            Interlocked.Decrement(ref _waiting);
        }

        Interlocked.Add(ref _givenUp, BatchSize);
    }

    async Task<bool> Try(byte[] batch)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _url + "?timeout=30s");
            request.Content = new ByteArrayContent(batch);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            using var answer = await _http.SendAsync(request);
            Answers.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(began);
            lock (_lock) SlowestTry = took > SlowestTry ? took : SlowestTry;
        }
    }

    static HttpClient Client(int number) => new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=APISnoop capture" },
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.0.{number + 1}"), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    { Timeout = TimeSpan.FromSeconds(30) };
}
