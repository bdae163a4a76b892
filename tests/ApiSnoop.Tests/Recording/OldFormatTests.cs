using ApiSnoop.Recording;
using ApiSnoop.Recording.Sql;

namespace ApiSnoop.Tests.Recording;

/// <summary>A recording that an older version made, in format 2: it lies in tests/data as that version wrote it.</summary>
public sealed class OldFormatTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly RecordingStore _store;

    public OldFormatTests()
    {
        var from = Repository.Path("tests/data/format-2/apps");
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder.Path, "apps", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        _store = new RecordingStore(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_read_and_what_it_does_not_tell_is_nothing()
    {
        var cube = _store.Open("old")!.Cube;

        cube.Requests.ShouldBe(4);
        cube.Cells.ShouldAllBe(c => cube.Impersonators[c.Impersonator] == "" && cube.Deprecations[c.Deprecation] == "" && c.First == null);
    }

    [Fact]
    public void Its_counts_and_rows_are_asked_together_with_newer_ones()
    {
        new Recordings.Load().Add("listCoreV1Node", impersonator: "admin", deprecation: "1.25").Save(_store, "new");
        using var session = new SqlSession(_store, SqlFacts.None);

        using var counts =
            session.Query(
                "select app, sum(requests)::bigint, max(impersonator), max(deprecation) from request_counts group by 1 order by 1",
                TestContext.Current.CancellationToken);
        counts.Rows().ShouldBe([["new", 1L, "admin", "1.25"], ["old", 4L, null, null]]);
        using var rows = session.Query(
            "select app, count(*), max(impersonator) from request_row group by 1 order by 1", TestContext.Current.CancellationToken);
        rows.Rows().ShouldBe([["new", 1L, "admin"], ["old", 4L, null]]);
    }

    [Fact]
    public void It_is_alone_in_a_store_as_well()
    {
        using var session = new SqlSession(_store, SqlFacts.None);

        using var rows = session.Query(
            "select count(*), count(impersonator) from request_row", TestContext.Current.CancellationToken);
        rows.Rows().ShouldBe([[4L, 0L]]);
    }

    [Fact]
    public void To_add_to_it_is_refused_and_to_replace_it_is_not()
    {
        Should.Throw<StoreException>(() => _store.Begin("old", append: true)).Message.ShouldContain("without --append");

        using var draft = _store.Begin("old");
        draft.Replaced!.Requests.ShouldBe(4);
    }
}
