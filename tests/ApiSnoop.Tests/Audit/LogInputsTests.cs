using System.Security.Cryptography;
using ApiSnoop.Audit.Evidence;
using ApiSnoop.Audit.Inputs;

namespace ApiSnoop.Tests.Audit;

/// <summary>What a user may name as an input, and in which order it is read.</summary>
public class LogInputsTests : LogFolderFixture
{
    [Fact]
    public void A_file_is_itself_and_can_be_read_by_ranges()
    {
        var path = Write("audit.log", "{}\n");
        using var found = Expand(path);
        var input = found.Inputs.ShouldHaveSingleItem();
        input.Name.ShouldBe(path);
        input.PlainPath.ShouldBe(path);
        input.Length.ShouldBe(3);
        input.HashNow(TestContext.Current.CancellationToken).ShouldBe(Sha("{}\n"u8));
        ReadAll(input).ShouldBe("{}\n");
        ReadAll(input).ShouldBe("{}\n", "a file may be opened again");
    }

    [Fact]
    public void An_empty_file_is_an_input_without_bytes()
    {
        using var found = Expand(Write("empty.log", ""));
        ReadAll(found.Inputs.ShouldHaveSingleItem()).ShouldBe("");
        found.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_log_that_grows_is_read_and_hashed_to_the_size_it_had()
    {
        var path = Write("audit.log", "{}\n");
        using var found = Expand(path);
        File.AppendAllText(path, "{\"cut");
        ReadAll(found.Inputs[0]).ShouldBe("{}\n");
        found.Inputs[0].HashNow(TestContext.Current.CancellationToken).ShouldBe(Sha("{}\n"u8));
    }

    [Fact]
    public void A_folder_is_its_files_and_those_of_its_folders_without_hidden_ones()
    {
        foreach (var name in new[] { "b.log", "a.log", "sub/c.log", ".hidden", ".git/config", "sub/.swp" }) Write(name, name);
        using var found = Expand(Folder);
        found.Inputs.Select(i => Path.GetRelativePath(Folder, i.Name)).ShouldBe(["a.log", "b.log", "sub/c.log"]);
    }

    [Fact]
    public void A_folder_that_links_to_its_parent_is_not_walked_for_ever()
    {
        Write("a.log", "");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "up"), Folder);
        using var found = Expand(Folder);
        found.Inputs.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("*.log", "a.log", "b.log")]
    [InlineData("?.log", "a.log", "b.log")]
    [InlineData("*.gz", "a.log.gz")]
    [InlineData("a*", "a.log", "a.log.gz")]
    [InlineData("**/*.log", "a.log", "b.log", "sub/c.log", "sub/deep/d.log")]
    [InlineData("sub/**", "sub/c.log", "sub/deep/d.log")]
    [InlineData("*/c.log", "sub/c.log")]
    [InlineData("su?", "sub/c.log", "sub/deep/d.log")]
    [InlineData(".h*", ".h.log")]
    public void A_glob_is_matched_even_if_the_shell_left_it_alone(string glob, params string[] expected)
    {
        foreach (var name in new[] { "a.log", "b.log", "a.log.gz", "sub/c.log", "sub/deep/d.log", ".h.log", ".dir/e.log" })
            Write(name, name);
        using var found = Expand(Path.Combine(Folder, glob));
        found.Inputs.Select(i => Path.GetRelativePath(Folder, i.Name)).ShouldBe(expected);
        found.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_whose_name_looks_like_a_glob_is_that_file()
    {
        Write("a.log", "");
        using var found = Expand(Write("*.log", ""));
        found.Inputs.ShouldHaveSingleItem().Name.ShouldEndWith("*.log");
    }

    [Fact]
    public void What_does_not_exist_is_named_with_what_to_do()
    {
        var missing = Path.Combine(Folder, "none.log");
        Should.Throw<LogInputException>(() => Expand(missing)).Message.ShouldBe(
            $"{missing} does not exist. Give a log file, a folder, a glob in quotes, a URL, or - for standard input.");
        Should.Throw<LogInputException>(() => Expand(Path.Combine(Folder, "*.log"))).Message.ShouldContain("No file matches");
        Should.Throw<LogInputException>(() => Expand(Folder)).Message.ShouldContain("holds no file");
    }

    [Fact]
    public void The_same_file_counts_once_however_it_is_named()
    {
        var path = Write("audit.log", "{}");
        var link = Path.Combine(Folder, "link.log");
        File.CreateSymbolicLink(link, path);
        var detour = Path.Combine(Folder, ".", "audit.log");
        using var found = Expand(path, detour, link);
        found.Inputs.Count.ShouldBe(1);
        found.Notes.ShouldBe(
            [$"{detour} was given more than once and is read once.", $"{link} was given more than once and is read once."]);
    }

    [Fact]
    public void A_compression_that_is_not_read_is_said_and_does_not_stop_a_folder()
    {
        var xz = Write("a.xz", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 0]);
        Write("b.log", "{}");
        Should.Throw<LogInputException>(() => Expand(xz)).Message.ShouldContain("compressed with xz");
        using var found = Expand(Folder);
        found.Inputs.Count.ShouldBe(1);
        found.Notes.ShouldHaveSingleItem().ShouldContain("a.xz");
    }

    [Fact]
    public void Standard_input_is_read_once_and_looking_at_it_loses_nothing()
    {
        var log = LongText(2000);
        using var found =
            LogInputs.Expand(["-", "-"], () => new MemoryStream(Bytes(log)), cancelled: TestContext.Current.CancellationToken);
        var input = found.Inputs.ShouldHaveSingleItem();
        input.Name.ShouldBe("(stdin)");
        input.Peek(100_000, s => s.Length).ShouldBe(100_000);
        input.Peek(10, s => s.Length).ShouldBe(10);
        ReleaseEvidence.Of(found.Inputs).Version.ShouldNotBeNull();
        using var stream = input.Open();
        ReadAll(stream).ShouldBe(log);
        stream.Sha256.ShouldBe(Sha(Bytes(log)));
        Should.Throw<InvalidOperationException>(() => input.Open());
    }

    [Fact]
    public void Standard_input_may_be_compressed_or_an_archive()
    {
        using var packed = LogInputs.Expand(["-"], () => new MemoryStream(Gzip("{}\n")), cancelled: TestContext.Current.CancellationToken);
        ReadAll(packed.Inputs[0]).ShouldBe("{}\n");
        using var archive =
            LogInputs.Expand(
                ["-"], () =>
                    new MemoryStream(Gzip(Tar(("a.log", "1\n"u8.ToArray()), ("b.log", Gzip("2\n"))))),
                        cancelled: TestContext.Current.CancellationToken);
        archive.Inputs.Select(i => i.Name).ShouldBe(["(stdin)!a.log", "(stdin)!b.log"]);
        archive.Inputs.Select(ReadAll).ShouldBe(["1\n", "2\n"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inputs_are_hashed_only_if_wanted_also_those_that_were_looked_at_before(bool hashed)
    {
        using var found =
            LogInputs.Expand(
                [Write("a.log", "{}"), "-"], () => new MemoryStream(Bytes("{}")), hashed, cancelled: TestContext.Current.CancellationToken);

        foreach (var input in found.Inputs)
        {
            input.Open().CopyTo(Stream.Null);
            input.Sha256.Length.ShouldBe(hashed ? 64 : 0, input.Name);
        }
    }

    [Fact]
    public async Task A_named_pipe_is_read_like_standard_input()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "needs mkfifo");
        var pipe = Path.Combine(Folder, "pipe");
        System.Diagnostics.Process.Start("/usr/bin/mkfifo", pipe).WaitForExit();
        var writing = Task.Run(() => File.WriteAllText(pipe, LongText(500)), TestContext.Current.CancellationToken);
        using var found = await Task.Run(() => Expand(pipe), TestContext.Current.CancellationToken);
        found.Inputs[0].IsPlainFile.ShouldBeFalse();
        ReadAll(found.Inputs[0]).ShouldBe(LongText(500));
        await writing;
    }

    [Fact]
    public void Rotated_logs_are_read_in_the_order_of_their_times_however_given()
    {
        var late = Write("audit.log", AuditText.Event(second: 40));
        var early = Write("z.log.gz", Gzip(AuditText.Event(second: 1)));
        var middle = Write("m.log.zst", Zstd(Bytes(AuditText.Event(second: 20))));
        var none = Write("a.txt", "no event");
        string[] given = [late, none, early, middle];
        for (var turn = 0; turn < given.Length; turn++)
        {
            using var found = Expand([.. given.Skip(turn), .. given.Take(turn)]);
            LogInputs.InTimeOrder(found.Inputs).Select(i => i.Name).ShouldBe([early, middle, late, none]);
        }
    }

    [Fact]
    public void A_watch_that_began_long_ago_does_not_put_its_log_first()
    {
        var first = Write("1.log", AuditText.Event(second: 10));
        var second =
            Write("0.log", AuditText.Event(second: 20)
                .Replace("\"requestReceivedTimestamp\":\"2026", "\"requestReceivedTimestamp\":\"2020", StringComparison.Ordinal));
        using var found = Expand(second, first);
        LogInputs.InTimeOrder(found.Inputs).Select(i => i.Name).ShouldBe([first, second]);
    }

    [Fact]
    public void The_time_is_found_behind_a_long_body_and_in_wrapped_events()
    {
        var body = Write(
            "body.log", "{\"requestObject\":\"" + new string('x', 200_000) + "\",\"stageTimestamp\":\"2026-01-01T00:00:02Z\"}");
        var wrapped = Write("wrapped.log", """{"message":"{\"stageTimestamp\":\"2026-01-01T00:00:01Z\"}"}""");
        var export = Write("export.log", """{"timestamp":"2026-01-01T00:00:00Z"}""");
        using var found = Expand(body, wrapped, export);
        LogInputs.InTimeOrder(found.Inputs).Select(i => i.Name).ShouldBe([export, wrapped, body]);
    }

    [Fact]
    public void A_pipe_comes_last_and_equal_times_go_by_name()
    {
        var b = Write("b.log", AuditText.Event());
        var a = Write("a.log", AuditText.Event());
        using var found =
            LogInputs.Expand(
                ["-", b, a], () => new MemoryStream(Bytes(AuditText.Event(second: -5))), cancelled: TestContext.Current.CancellationToken);
        LogInputs.InTimeOrder(found.Inputs).Select(i => i.Name).ShouldBe([a, b, "(stdin)"]);
    }

    static string Sha(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
