using System.Buffers;
using System.Text;
using ApiSnoop.Capturing.Batches;
using ApiSnoop.Capturing.Spooling;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Capturing;

public sealed class SpoolTests : IDisposable
{
    const long Large = 1L << 30;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_appended_is_there_when_it_is_opened_again_and_a_line_cut_short_is_not()
    {
        using (var spool = Open(Large))
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Append(spool, $"line {i}\n")));
        await File.AppendAllTextAsync(Files().ShouldHaveSingleItem(), "a line that was cut sh", TestContext.Current.CancellationToken);

        using var again = Open(Large);
        await Append(again, "after\n");

        var lines = TextOf(again, new(0, 0)).Split('\n');
        lines[..50].ShouldBe(Enumerable.Range(0, 50).Select(i => $"line {i}"), ignoreOrder: true);
        lines[50..].ShouldBe(["after", ""]);
    }

    [Fact]
    public async Task A_batch_larger_than_memory_for_it_goes_in_whole_and_leaves_no_file_behind()
    {
        var line = new string('x', 99_999) + "\n";
        using var spool = Open(Large);

        await Append(spool, string.Concat(Enumerable.Repeat(line, 100)));

        spool.Bytes.ShouldBe(100 * line.Length);
        Directory.GetFiles(_folder.Path, "*.part").ShouldBeEmpty();
    }

    [Fact]
    public async Task At_its_limit_it_takes_nothing_that_does_not_fit_and_tears_nothing()
    {
        using var spool = Open(1000);
        spool.NeedFrom(new(0, 0));
        for (var i = 0; i < 9; i++) await Append(spool, new string('a', 99) + "\n");

        (await Should.ThrowAsync<SpoolFullException>(Append(spool, new string('b', 199) + "\n"))).Message.ShouldContain("limit");
        await Append(spool, new string('c', 99) + "\n");

        spool.Bytes.ShouldBe(1000);
        TextOf(spool, new(0, 0)).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(l => l.Length == 99);
    }

    [Fact]
    public async Task What_nobody_needs_goes_and_what_is_needed_stays()
    {
        using var spool = Open(1000);
        for (var i = 0; i < 50; i++) await Append(spool, new string('a', 99) + "\n");
        spool.Bytes.ShouldBeLessThanOrEqualTo(1000);
        var from = spool.End;
        spool.NeedFrom(from);

        for (var i = 0; i < 5; i++) await Append(spool, $"needed {i}\n");

        TextOf(spool, from).ShouldBe("needed 0\nneeded 1\nneeded 2\nneeded 3\nneeded 4\n");
    }

    Spool Open(long most) => Spool.Open(_folder.Path, most);

    string[] Files() => Directory.GetFiles(_folder.Path, "*.log");

    async Task Append(Spool spool, string text)
    {
        using var batch = new CutBatch(_folder.Path);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) batch.Write(Encoding.UTF8.GetBytes(line + "\n"));
        await spool.Append(batch);
    }

    static string TextOf(Spool spool, SpoolPlace from)
    {
        var text = new StringBuilder();
        foreach (var part in spool.Between(from, spool.End))
            text.Append(Encoding.UTF8.GetString(File.ReadAllBytes(part.Path).AsSpan((int)part.Offset, (int)part.Length)));
        return text.ToString();
    }
}
