using System.ComponentModel;
using System.Diagnostics;

namespace ApiSnoop.Tests.Manual;

/// <summary>A program of this machine that is asked; where it is not installed, the test is skipped.</summary>
internal static class Shell
{
    /// <summary>Runs a script with the real <c>apisnoop</c> in its path.</summary>
    /// <returns>What it printed, a line each.</returns>
    public static string[] Run(string program, string script, string folder, params string[] arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("These are programs of Unix.");
            return [];
        }

        var file = Path.Combine(folder, "script");
        File.WriteAllText(file, script);
        var command = Path.Combine(folder, "apisnoop");
        File.WriteAllText(command, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "ApiSnoop.Cli.dll")}' \"$@\"\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(program, [.. arguments, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = folder;
        start.Environment["APISNOOP_STORE"] = Path.Combine(folder, "store");
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            error.Result.ShouldBeEmpty();
            process.ExitCode.ShouldBe(0);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed here.");
            return [];
        }
    }
}
