using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>ClickHouse's engine of today behind its HTTP interface, in a process of its own on this machine.</summary>
public sealed class ChDbServer : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("apisnoop-chdb-").FullName;
    Process? _process;

    /// <summary>The port that it listens on; the first use starts it.</summary>
    public int Port { get; private set; }

    /// <summary>The address of a store; each database is another one.</summary>
    public string Store(string database)
    {
        Start();
        return $"clickhouse://127.0.0.1:{Port}/{database}";
    }

    /// <summary>Starts it, if it does not run.</summary>
    /// <param name="loseEvery">Every so many inserts the answer is lost; 0 for never.</param>
    public void Start(int loseEvery = 0)
    {
        if (_process is not null) return;
        var library = ChDbLibrary.Path();
        Port = FreePort();
        _process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "ApiSnoop.ChDb.dll"), library, _folder, Port.ToString(CultureInfo.InvariantCulture),
            loseEvery.ToString(CultureInfo.InvariantCulture),
        ]))!;
        for (var until = Stopwatch.StartNew(); until.Elapsed < TimeSpan.FromSeconds(120); Thread.Sleep(50))
        {
            using var probe = new TcpClient();
            try
            {
                probe.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException("chDB did not start to listen");
    }

    /// <summary>What it answers to a question, as text.</summary>
    public string Ask(string query)
    {
        using var http = new HttpClient();
        using var content = new StringContent(query);
        using var answer = http.PostAsync(new Uri($"http://127.0.0.1:{Port}/"), content).Result;
        return answer.Content.ReadAsStringAsync().Result.TrimEnd();
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
