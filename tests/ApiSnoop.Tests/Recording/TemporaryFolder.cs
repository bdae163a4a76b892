namespace ApiSnoop.Tests.Recording;

/// <summary>A folder that is gone after the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("apisnoop-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
