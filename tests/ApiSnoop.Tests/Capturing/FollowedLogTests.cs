using System.IO.Compression;
using System.Text;
using ApiSnoop.Capturing.Following;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Capturing;

public sealed class FollowedLogTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly StringBuilder _given = new();

    string Log => Path.Combine(_folder.Path, "audit.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_whole_lines_are_given_each_once()
    {
        using var log = Begin();
        Append("one\ntw");
        Poll(log).ShouldBe("one\n");
        Append("o\nthree");
        Poll(log).ShouldBe("two\n");
        Append("\n");
        Poll(log).ShouldBe("three\n");
        Poll(log).ShouldBeEmpty();
    }

    [Fact]
    public void A_renamed_log_is_read_to_its_end_before_the_new_one()
    {
        using var log = Begin();
        Append("one\n");
        Poll(log).ShouldBe("one\n");
        Append("two\n");
        File.Move(Log, Log + ".1");
        File.AppendAllText(Log + ".1", "three\n");
        Append("four\n");

        Poll(log).ShouldBe("two\nthree\nfour\n");
    }

    [Fact]
    public void Of_a_log_that_was_copied_and_truncated_the_copy_gives_what_was_not_read_yet()
    {
        using var log = Begin();
        Append("one\n");
        Poll(log).ShouldBe("one\n");
        Append("two\n");
        File.Copy(Log, Log + ".1");
        File.WriteAllText(Log, "");
        Append("3\n");
        Poll(log).ShouldBe("two\n3\n");
        Append("four\n");
        Poll(log).ShouldBe("four\n");
    }

    [Fact]
    public void It_goes_on_where_it_stopped_although_the_log_was_packed_away_meanwhile()
    {
        LogHead head;
        long offset;
        using (var log = Begin())
        {
            Append("one\ntwo\n");
            Poll(log).ShouldBe("one\ntwo\n");
            (head, offset) = (log.Head, log.Offset);
        }

        Append("three\n");
        using (var packed = new GZipStream(File.Create(Path.Combine(_folder.Path, "audit-2026.log.gz")), CompressionMode.Compress))
            packed.Write(File.ReadAllBytes(Log));
        File.WriteAllText(Log, "four\n");

        using var again = new FollowedLog(Log, head, offset);
        Poll(again).ShouldBe("three\nfour\n");
    }

    [Fact]
    public void A_log_that_is_not_there_yet_is_waited_for()
    {
        using var log = Begin();
        Poll(log).ShouldBeEmpty();
        Append("one\n");
        Poll(log).ShouldBe("one\n");
    }

    [Fact]
    public void From_the_end_only_what_comes_is_given()
    {
        Append("before\n");
        using var log = FollowedLog.AtEnd(Log);
        Append("after\n");
        Poll(log).ShouldBe("after\n");
    }

    FollowedLog Begin() => new(Log, LogHead.None, 0);

    void Append(string text) => File.AppendAllText(Log, text);

    string Poll(FollowedLog log)
    {
        _given.Clear();
        log.Poll(lines => _given.Append(Encoding.UTF8.GetString(lines)));
        return _given.ToString();
    }
}
