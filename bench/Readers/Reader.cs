using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ApiSnoop.Readers;

/// <summary>
/// One reader: a connection that asks for the next answer when it has the last one. As little work as will do, as it runs on the cores
/// of the server that it measures.
/// </summary>
static class Reader
{
    /// <summary>Asks until the time is over.</summary>
    public static async Task<ReaderResult> Read(IPEndPoint server, string path, long began, TimeSpan length)
    {
        var times = new List<double>();
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost:{server.Port}\r\nAccept-Encoding: br, gzip\r\n\r\n");
        var buffer = new byte[1 << 20];
        var bytes = 0;
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server);
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                var asked = Stopwatch.GetTimestamp();
                await socket.SendAsync(request);
                bytes = await Answer(socket, buffer);
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return new(times, bytes, e.Message);
        }

        return new(times, bytes, "");
    }

    /// <summary>Reads one whole answer.</summary>
    static async Task<int> Answer(Socket socket, byte[] buffer)
    {
        var (have, end) = (0, -1);
        while (end < 0 || have < end)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(have));
            if (got == 0) throw new IOException("the server closed the connection");
            have += got;
            if (end < 0) end = EndOf(buffer.AsSpan(0, have));
        }

        return end;
    }

    /// <summary>Where an answer ends; -1 while that is not known yet.</summary>
    static int EndOf(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return -1;
        if (!answer.StartsWith("HTTP/1.1 200"u8)) throw new IOException(Encoding.ASCII.GetString(answer[..answer.IndexOf("\r\n"u8)]));
        var length = answer.IndexOf("Content-Length: "u8);
        if (length >= 0 && length < head)
        {
            var text = answer[(length + 16)..];
            return head + 4 + int.Parse(text[..text.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
        }

        // In chunks, the last of which is empty.
        return answer.EndsWith("\r\n0\r\n\r\n"u8) ? answer.Length : -1;
    }
}

/// <summary>What one reader saw.</summary>
/// <param name="Milliseconds">How long each answer took.</param>
/// <param name="Bytes">The size of the last one, head included.</param>
/// <param name="Trouble">Why it stopped early; empty if it did not.</param>
sealed record ReaderResult(List<double> Milliseconds, int Bytes, string Trouble);
