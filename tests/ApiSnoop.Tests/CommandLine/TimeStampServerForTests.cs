using System.Net;
using System.Net.Sockets;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>Answers as a time-stamp authority over HTTP, or as what is none. For tests only.</summary>
sealed class TimeStampServerForTests : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Func<byte[], byte[]> _answer;

    public TimeStampServerForTests(Func<byte[], byte[]> answer)
    {
        _answer = answer;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/stamp?token=secret");
        }

        _listener.Prefixes.Add(Address.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public Uri Address { get; }

    public int Code { get; set; } = 200;

    public string Type { get; set; } = "application/timestamp-reply";

    /// <summary>The types of what was asked.</summary>
    public List<string> Asked { get; } = [];

    public void Dispose() => _listener.Close();

    async Task Serve()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var query = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(query);
                Asked.Add($"{context.Request.HttpMethod} {context.Request.ContentType}");
                context.Response.StatusCode = Code;
                context.Response.ContentType = Type;
                await context.Response.OutputStream.WriteAsync(_answer(query.ToArray()));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Whoever asked hung up, or the test is over.
            }
        }
    }
}
