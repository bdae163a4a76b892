using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.Capturing;

public sealed class KubeconfigCommandTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    public void Dispose() => _apisnoop.Dispose();

    [Fact]
    public void What_a_capture_wrote_for_API_servers_is_printed()
    {
        Directory.CreateDirectory(Path.Combine(_apisnoop.Folder, "store", "capture"));
        _apisnoop.Write("store/capture/kubeconfig", "apiVersion: v1\n");

        _apisnoop.Run("capture", "kubeconfig").ShouldBe((0, "apiVersion: v1\n", ""));
    }

    [Fact]
    public void Where_no_capture_has_run_it_says_so()
    {
        var run = _apisnoop.Run("capture", "kubeconfig");

        run.Code.ShouldBe(1);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldStartWith("apisnoop: No capture has run on ");
    }
}
