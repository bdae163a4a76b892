using System.Diagnostics;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>Runs the real command in a process of its own, with a store of its own.</summary>
public sealed class Apisnoop : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("apisnoop-cli").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Variables that the command is given beside those of its surroundings.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public (int Code, string Out, string Error) Run(params string[] arguments) => RunWith("", arguments);

    public (int Code, string Out, string Error) RunWith(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Starts the command and leaves it running.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ApiSnoop.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["APISNOOP_STORE"] = Path.Combine(Folder, "store");
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
