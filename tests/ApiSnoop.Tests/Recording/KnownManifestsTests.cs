using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Tests.Recording;

public sealed class KnownManifestsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly KnownManifests _known = new(TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_manifest_is_read_once_and_again_when_it_was_replaced()
    {
        var first = Write(requests: 1, minutesAgo: 9);

        var before = _known.In(_folder.Path);
        _known.In(_folder.Path).ShouldBeSameAs(before);
        Write(requests: 2, minutesAgo: 8);

        before!.Requests.ShouldBe(1);
        _known.In(_folder.Path)!.Requests.ShouldBe(2);
        first.Length.ShouldBe(File.ReadAllBytes(Path.Combine(_folder.Path, ManifestFile.Name)).Length);
    }

    [Fact]
    public void One_that_was_written_just_now_may_be_replaced_within_the_same_tick_so_it_is_read_again()
    {
        var now = DateTime.UtcNow;
        Write(requests: 1, now);
        _known.In(_folder.Path)!.Requests.ShouldBe(1);

        Write(requests: 2, now);

        _known.In(_folder.Path)!.Requests.ShouldBe(2);
    }

    [Fact]
    public void A_removed_one_is_gone()
    {
        Write(requests: 1, minutesAgo: 9);
        _known.In(_folder.Path).ShouldNotBeNull();

        File.Delete(Path.Combine(_folder.Path, ManifestFile.Name));

        _known.In(_folder.Path).ShouldBeNull();
    }

    byte[] Write(long requests, int minutesAgo) => Write(requests, DateTime.UtcNow.AddMinutes(-minutesAgo));

    byte[] Write(long requests, DateTime written)
    {
        var path = Path.Combine(_folder.Path, ManifestFile.Name);
        ManifestFile.Replace(_folder.Path, new Manifest
        {
            App = "app",
            Release = "1.20",
            Format = Manifest.CurrentFormat,
            CubeFile = "cube",
            ParameterFile = "parameters",
            Requests = requests,
        });
        File.SetLastWriteTimeUtc(path, written);
        return File.ReadAllBytes(path);
    }
}
