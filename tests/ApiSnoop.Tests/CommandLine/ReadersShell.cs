using System.Diagnostics;
using System.IO.Compression;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>A shell in a folder of its own, as somebody has it who follows the README: <c>./apisnoop</c> works there.</summary>
internal sealed class ReadersShell : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    public ReadersShell()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The README speaks to a Unix shell.");
            return;
        }

        File.WriteAllText(Path.Combine(_apisnoop.Folder, "apisnoop"), $"""
            #!/bin/sh
            exec dotnet "{Path.Combine(AppContext.BaseDirectory, "ApiSnoop.Cli.dll")}" "$@"
            """);
        File.SetUnixFileMode(
            Path.Combine(_apisnoop.Folder, "apisnoop"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _apisnoop.Dispose();

    /// <summary>The logs that the README speaks of: the demo app's, under the names that stand for the reader's own.</summary>
    public void MakeLogs()
    {
        using var packed = new GZipStream(
            File.OpenRead(Repository.Path("data/demo/demo-app-v1.20.2.log.gz")), CompressionMode.Decompress);
        var log = new StreamReader(packed).ReadToEnd().Replace("demo-app", "my-app", StringComparison.Ordinal);
        _apisnoop.Write("audit.log", log);
        using (var again = new StreamWriter(new GZipStream(
            File.Create(Path.Combine(_apisnoop.Folder, "cluster.log.gz")), CompressionLevel.Fastest))) again.Write(log);
        using (var printed = new GZipStream(File.OpenRead(Repository.Path("tests/data/e2e-serial/e2e.log.gz")), CompressionMode.Decompress))
            _apisnoop.Write("e2e.log", new StreamReader(printed).ReadToEnd());
        File.Copy(Repository.Path("tests/data/specs/swagger-v1.20.x.json.gz"), Path.Combine(_apisnoop.Folder, "cluster.json"));
    }

    /// <summary>Runs a command line.</summary>
    /// <returns>Its exit code, and what it printed on both of its outputs.</returns>
    public (int Code, string Printed) Run(string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", "exec 2>&1\n" + command])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _apisnoop.Folder,
        };
        start.Environment["APISNOOP_STORE"] = Path.Combine(_apisnoop.Folder, "store");
        using var shell = Process.Start(start)!;
        var printed = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return (shell.ExitCode, printed);
    }
}
