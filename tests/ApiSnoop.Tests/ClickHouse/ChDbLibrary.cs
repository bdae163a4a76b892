using System.Diagnostics;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>The ClickHouse engine of today as a library, from npm; kept below artifacts once it was had.</summary>
static class ChDbLibrary
{
    const string Package = "@chdb/lib-linux-x64-gnu@26.7.3-stable.1";

    static readonly Lazy<string?> s_path = new(Find);

    /// <summary>The library's path; skips the running test where it cannot be had.</summary>
    public static string Path()
    {
        if (s_path.Value is null) Assert.Skip($"needs ClickHouse's engine as a library: npm pack {Package}.");
        return s_path.Value;
    }

    static string? Find()
    {
        if (!OperatingSystem.IsLinux() || System.Runtime.InteropServices.RuntimeInformation.OSArchitecture
            != System.Runtime.InteropServices.Architecture.X64)
            return null;
        var folder = Repository.Path("artifacts/chdb");
        var library = System.IO.Path.Combine(folder, "package/libchdb.so");
        if (File.Exists(library)) return library;
        Directory.CreateDirectory(folder);
        var aside = Directory.CreateDirectory(System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            if (!Run("npm", aside, "pack", "--silent", Package)) return null;
            if (!Run("tar", aside, "xzf", Directory.GetFiles(aside, "*.tgz")[0])) return null;
            Directory.Move(System.IO.Path.Combine(aside, "package"), System.IO.Path.Combine(folder, "package"));
            return library;
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    static bool Run(string program, string folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            if (process.WaitForExit(TimeSpan.FromMinutes(3))) return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
