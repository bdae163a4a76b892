using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>
/// Four servers of ClickHouse 18.16 with ZooKeeper on this machine's loopback: two shards of two replicas. Each can be killed and started
/// again.
/// </summary>
public sealed class OldCluster : IDisposable
{
    /// <summary>Ports from here on; they are outside of those that a system gives out by itself.</summary>
    const int FirstPort = 18140;

    const int ZooKeeperPort = FirstPort + 30;
    readonly string _folder = Directory.CreateTempSubdirectory("apisnoop-cluster-").FullName;
    readonly HttpClient _http = new();
    readonly Process?[] _servers = new Process?[4];
    Process? _zooKeeper;

    /// <summary>The address of the store on it, with all four servers.</summary>
    public static string Address =>
        $"clickhouse://{string.Join(',', Enumerable.Range(0, 4).Select(i => $"127.0.0.1:{Http(i)}"))}/apisnoop?cluster=main&dialect=18";

    /// <summary>Starts all of it, once; skips the running test where it cannot be had.</summary>
    public void Start()
    {
        if (_zooKeeper is not null) return;
        StartZooKeeper();
        for (var i = 0; i < 4; i++) StartServer(i, wait: false);
        for (var i = 0; i < 4; i++) Await(i);
    }

    public void StartZooKeeper()
    {
        var root = DebianPackages.Root();
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "zookeeper")).FullName;
        File.WriteAllText(Path.Combine(folder, "zoo.cfg"), $"""
            tickTime=500
            dataDir={folder}/data
            clientPort={ZooKeeperPort}
            clientPortAddress=127.0.0.1
            admin.enableServer=false
            """);
        string[] needed =
            ["zookeeper", "zookeeper-jute", "netty-all", "snappy-java", "metrics-core", "slf4j-api", "slf4j-simple", "log4j-1.2"];
        var jars = needed.Select(j => DebianPackages.Path($"/usr/share/java/{j}.jar"));
        var netty = Directory.GetFiles(Path.Combine(root, "usr/share/java"), "netty*.jar");
        _zooKeeper = Run(folder, Java(), "-Xmx128m", "-cp", string.Join(':', [.. jars, .. netty]),
            "org.apache.zookeeper.server.quorum.QuorumPeerMain", "zoo.cfg");
        // A server of 2018 does not live through a start without it.
        AwaitPort(_zooKeeper, ZooKeeperPort);
    }

    static string Java()
    {
        var unpacked = DebianPackages.Root() + "/usr/lib/jvm/java-17-openjdk-amd64/bin/java";
        return File.Exists(unpacked) ? unpacked : "java";
    }

    public void KillZooKeeper() => Kill(_zooKeeper);

    public void KillServer(int i) => Kill(_servers[i]);

    /// <summary>Starts a server again, with what it had on its disk.</summary>
    public void StartServer(int i, bool wait = true)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"server-{i}"))).FullName;
        File.WriteAllText(Path.Combine(folder, "config.xml"), Configuration(i, folder));
        File.WriteAllText(Path.Combine(folder, "users.xml"), """
            <yandex><profiles><default/></profiles><quotas><default/></quotas>
            <users><default><password/><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
            </default></users></yandex>
            """);
        _servers[i] = Run(folder, DebianPackages.Path("/usr/sbin/clickhouse-server"), "--config-file=config.xml");
        if (wait) Await(i);
    }

    /// <summary>What one server answers, or null where it does not.</summary>
    public string? Ask(int i, string query)
    {
        try
        {
            using var content = new StringContent(query);
            using var answer = _http.PostAsync(new Uri($"http://127.0.0.1:{Http(i)}/"), content).Result;
            return answer.Content.ReadAsStringAsync().Result.Trim();
        }
        catch (AggregateException)
        {
            return null;
        }
    }

    /// <summary>Waits until a server answers something.</summary>
    public void Await(int i, string query = "SELECT 1", string answer = "1")
    {
        string? got = null;
        for (var until = Stopwatch.StartNew(); until.Elapsed < TimeSpan.FromSeconds(120); Thread.Sleep(100))
            if ((got = Ask(i, query)) == answer) return;
        throw new InvalidOperationException($"server {i} answers {got ?? "nothing"} to {query}, and not {answer}");
    }

    static void AwaitPort(Process process, int port)
    {
        for (var until = Stopwatch.StartNew(); until.Elapsed < TimeSpan.FromSeconds(120); Thread.Sleep(100))
        {
            if (process.HasExited) Assert.Skip("needs a Java that runs ZooKeeper.");
            using var probe = new TcpClient();
            try
            {
                probe.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException($"nothing listens on port {port}");
    }

    public void Dispose()
    {
        foreach (var server in _servers) Kill(server);
        Kill(_zooKeeper);
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static int Http(int i) => FirstPort + i;

    static string Configuration(int i, string folder) => $"""
        <yandex>
          <logger><level>warning</level><log>{folder}/log</log><errorlog>{folder}/errors</errorlog></logger>
          <http_port>{Http(i)}</http_port><tcp_port>{FirstPort + 10 + i}</tcp_port>
          <interserver_http_port>{FirstPort + 20 + i}</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host>
          <listen_host>127.0.0.1</listen_host>
          <path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path><mark_cache_size>5000000</mark_cache_size>
          <users_config>{folder}/users.xml</users_config><default_profile>default</default_profile>
          <default_database>default</default_database>
          <zookeeper><node><host>127.0.0.1</host><port>{ZooKeeperPort}</port></node>
          <session_timeout_ms>4000</session_timeout_ms></zookeeper>
          <distributed_ddl><path>/clickhouse/task_queue/ddl</path></distributed_ddl>
          <macros><shard>{i / 2}</shard><replica>{i % 2}</replica></macros>
          <remote_servers><main>{Shard(0)}{Shard(1)}</main></remote_servers>
        </yandex>
        """;

    static string Shard(int shard) => "<shard><internal_replication>true</internal_replication>"
        + string.Concat(Enumerable.Range(shard * 2, 2).Select(i =>
            $"<replica><host>127.0.0.1</host><port>{FirstPort + 10 + i}</port></replica>")) + "</shard>";

    static Process Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LD_LIBRARY_PATH"] = DebianPackages.Root() + "/usr/lib/x86_64-linux-gnu";
        try
        {
            var process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"needs {program}.");
            throw;
        }
    }

    static void Kill(Process? process)
    {
        if (process is null) return;
        process.Kill();
        process.WaitForExit();
    }
}
