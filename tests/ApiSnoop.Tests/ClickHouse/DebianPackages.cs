using System.Diagnostics;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>Debian's ClickHouse of 2018 and ZooKeeper, unpacked below artifacts without being installed.</summary>
static class DebianPackages
{
    static readonly Lazy<string?> s_root = new(Find);

    /// <summary>The folder that stands for the root; skips the running test where the packages cannot be had.</summary>
    public static string Root()
    {
        if (s_root.Value is null) Assert.Skip("needs Debian's packages clickhouse-server and zookeeper: apt-get download.");
        return s_root.Value;
    }

    /// <summary>A path below the root, or that of this machine if it has it.</summary>
    public static string Path(string path) => File.Exists(Root() + path) ? Root() + path : path;

    static string? Find()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var root = Repository.Path("artifacts/clickhouse-18/root");
        if (Directory.Exists(root)) return root;
        var aside = Repository.Path("artifacts/clickhouse-18/aside");
        Directory.CreateDirectory(aside);
        const string Unpack = """
            set -e
            names=$(apt-get install -s --no-install-recommends clickhouse-server zookeeper | awk '/^Inst/{print $2}')
            apt-get download -q $names
            for package in *.deb; do dpkg -x "$package" root; rm "$package"; done
            test -x root/usr/sbin/clickhouse-server
            """;
        try
        {
            using var process = Process.Start(new ProcessStartInfo("bash", ["-c", Unpack])
            {
                WorkingDirectory = aside,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2)) || process.ExitCode != 0) return null;
            Directory.Move(System.IO.Path.Combine(aside, "root"), root);
            return root;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }
}
