using System.ComponentModel;
using System.Diagnostics;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary>A program that runs in the place of this one: its input, output and exit code are this one's.</summary>
internal static class RunningProgram
{
    /// <summary>As shells answer.</summary>
    const int CannotRun = 126, NotFound = 127;

    /// <summary>The error number of a file that does not exist.</summary>
    const int NoSuchFile = 2;

    /// <summary>Runs a command to its end. Ctrl-C reaches it by itself; this waits for what it makes of it.</summary>
    public static async Task<int> Run(IReadOnlyList<string> command, TextWriter error, CancellationToken cancelled)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false })!;
            using var stop = cancelled.Register(() => End(process));
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            await error.WriteLineAsync($"apisnoop: {command[0]} cannot be run: {e.Message}").ConfigureAwait(false);
            return e.NativeErrorCode == NoSuchFile ? NotFound : CannotRun;
        }
    }

    /// <summary>What got no signal of its own, as it is not in the terminal's foreground, is ended.</summary>
    static void End(Process process)
    {
        try
        {
            if (!process.WaitForExit(TimeSpan.FromSeconds(1))) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
