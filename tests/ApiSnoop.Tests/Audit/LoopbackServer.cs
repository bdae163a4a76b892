using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ApiSnoop.Tests.Audit;

/// <summary>A web server on this machine that answers each request with bytes as they are, headers included.</summary>
internal sealed class LoopbackServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Func<string, byte[]> _answer;

    public LoopbackServer(Func<string, byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public static byte[] Answer(byte[] body, string status = "200 OK", string headers = "", int? length = null) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {length ?? body.Length}\r\nConnection: close\r\n{headers}\r\n"),
            .. body];

    public void Dispose() => _listener.Dispose();

    void Serve()
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptTcpClient();
                using var stream = client.GetStream();
                stream.Write(_answer(ReadRequest(stream)));
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
        }
    }

    static string ReadRequest(NetworkStream stream)
    {
        var request = new StringBuilder();
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) request.Append((char)stream.ReadByte());
        return request.ToString();
    }
}
