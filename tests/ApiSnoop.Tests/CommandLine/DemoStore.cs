namespace ApiSnoop.Tests.CommandLine;

/// <summary>A store with the demo's recordings, made once for all tests of a class.</summary>
public sealed class DemoStore : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    public DemoStore()
    {
        var load = _apisnoop.Run("demo", "--load-only");
        load.Code.ShouldBe(0, load.Error);
        LoadPrinted = load.Error + load.Out;
    }

    /// <summary>What the load said, and then its tables.</summary>
    public string LoadPrinted { get; }

    /// <summary>Its folder.</summary>
    public string Store => Path.Combine(_apisnoop.Folder, "store");

    public void Dispose() => _apisnoop.Dispose();

    /// <summary>What a command prints about the recordings: nothing that goes wrong.</summary>
    public string Print(params string[] arguments)
    {
        var run = _apisnoop.Run(arguments);
        run.Code.ShouldBe(0, run.Error);
        return run.Out;
    }
}
