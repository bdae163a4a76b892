using System.Security.Cryptography;
using ApiSnoop.Audit.Inputs;

namespace ApiSnoop.Tests.Audit;

/// <summary>Compressed inputs and archives, whole and damaged.</summary>
public class LogPackingTests : LogFolderFixture
{
    static readonly string s_log = LongText(3000);

    [Fact]
    public void Gzip_is_told_by_its_bytes_and_hashed_as_stored()
    {
        var packed = Gzip(s_log);
        using var found = Expand(Write("audit.txt", packed));
        var input = found.Inputs[0];
        input.IsPlainFile.ShouldBeFalse();
        input.Length.ShouldBe(packed.Length);
        using var stream = input.Open();
        ReadAll(stream).ShouldBe(s_log);
        stream.Sha256.ShouldBe(Sha(packed));
        stream.StoredBytes.ShouldBe(packed.Length);
        stream.Damage.ShouldBeNull();
    }

    [Fact]
    public void A_plain_file_that_is_called_gz_is_plain()
    {
        using var found = Expand(Write("audit.log.gz", s_log));
        found.Inputs[0].IsPlainFile.ShouldBeTrue();
        ReadAll(found.Inputs[0]).ShouldBe(s_log);
    }

    [Fact]
    public void Gzip_members_one_after_another_are_one_log() =>
        Reads([.. Gzip("1\n"), .. Gzip(""), .. Gzip("2\n"), .. Gzip(s_log)], "1\n2\n" + s_log);

    [Fact]
    public void Zstd_frames_one_after_another_are_one_log() =>
        Reads([.. Zstd("1\n"u8.ToArray()), .. Zstd(Bytes(s_log))], "1\n" + s_log);

    [Fact]
    public void Zstd_may_start_with_a_frame_to_skip() =>
        Reads([0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3, .. Zstd(Bytes(s_log))], s_log);

    [Fact]
    public void Compression_may_be_nested() => Reads(Zstd(Gzip(Gzip(s_log))), s_log);

    [Fact]
    public void An_empty_log_may_be_compressed() => Reads(Gzip(""), "");

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void What_a_cut_off_file_still_holds_is_read_and_the_damage_is_said(string packing)
    {
        var packed = packing == "gzip" ? Gzip(s_log) : Zstd(Bytes(s_log));
        var cut = packed[..(packed.Length / 2)];
        using var found = Expand(Write("audit.log", cut));
        using var stream = found.Inputs[0].Open();
        var text = ReadAll(stream);
        s_log.ShouldStartWith(text);
        text.Length.ShouldBeGreaterThan(s_log.Length / 4);
        stream.Damage.ShouldNotBeNull().ShouldContain("cut off or damaged");
        stream.Sha256.ShouldBe(Sha(cut));
        stream.Read(new byte[10]).ShouldBe(0);
    }

    [Fact]
    public void Damage_while_looking_ahead_loses_nothing_of_what_came_before()
    {
        var packed = Gzip(s_log);
        using var found =
            LogInputs.Expand(
                ["-"], () => new MemoryStream(packed[..(packed.Length / 2)]), cancelled: TestContext.Current.CancellationToken);
        var peeked = found.Inputs[0].Peek(s_log.Length, s => s.ToArray());
        peeked.Length.ShouldBeGreaterThan(s_log.Length / 4);
        using var stream = found.Inputs[0].Open();
        Bytes(ReadAll(stream)).ShouldBe(peeked);
        stream.Damage.ShouldNotBeNull();
    }

    [Fact]
    public void A_gzip_file_with_a_wrong_byte_is_damaged_not_wrong()
    {
        var packed = Gzip(s_log);
        packed[^6] ^= 1;
        using var found = Expand(Write("audit.log", packed));
        found.Inputs[0].Peek(s_log.Length, s => s.Length).ShouldBeGreaterThan(s_log.Length - 33_000);
        using var stream = found.Inputs[0].Open();
        ReadAll(stream).Length.ShouldBeGreaterThan(s_log.Length - 33_000);
        stream.Damage.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    [InlineData("tar.zst")]
    public void Each_member_of_an_archive_is_an_input(string kind)
    {
        var tar = Tar(("logs/a.log", Bytes(s_log)), ("logs/empty.log", []), ("logs/._a.log", [1]), ("logs/b.log.gz", Gzip("2\n")));
        var path = Write("audit." + kind, kind switch { "tar.gz" => Gzip(tar), "tar.zst" => Zstd(tar), _ => tar });
        using var found = Expand(path);
        found.Inputs.Select(i => i.Name).ShouldBe([$"{path}!logs/a.log", $"{path}!logs/empty.log", $"{path}!logs/b.log.gz"]);
        found.Inputs.Select(ReadAll).ShouldBe([s_log, "", "2\n"]);
        found.Inputs.Reverse().Select(ReadAll).ShouldBe(["2\n", "", s_log]);
        using var member = found.Inputs[2].Open();
        ReadAll(member);
        member.Sha256.ShouldBe(Sha(Gzip("2\n")));
        found.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Members_may_be_read_side_by_side()
    {
        var texts = Enumerable.Range(0, 12).Select(i => $"{i}\n" + s_log[..(i * 20_000)]).ToArray();
        using var found = Expand(Write("audit.tgz", Gzip(Tar([.. texts.Select((t, i) => ($"{i}.log", Bytes(t)))]))));
        found.Inputs.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(ReadAll).ShouldBe(texts);
    }

    [Fact]
    public void A_cut_off_archive_gives_what_it_holds_and_says_so()
    {
        var packed = Gzip(Tar(("a.log", "1\n"u8.ToArray()), ("b.log", Bytes(s_log))));
        var path = Write("audit.tgz", packed[..(packed.Length / 2)]);
        using var found = Expand(path);
        found.Notes.ShouldHaveSingleItem().ShouldContain("cut off or damaged");
        ReadAll(found.Inputs[0]).ShouldBe("1\n");
        using var second = found.Inputs[1].Open();
        s_log.ShouldStartWith(ReadAll(second));
        second.Damage.ShouldNotBeNull();
    }

    [Fact]
    public void A_real_log_is_read_whole()
    {
        using var found = Expand(Repository.Path("tests/data/logs/app-kubectl-v1.20.2-metadata.log.gz"));
        using var stream = found.Inputs[0].Open();
        var buffer = new byte[1 << 20];
        long bytes = 0, lines = 0;
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            bytes += read;
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        (bytes, lines).ShouldBe((7_597_016, 9_020));
        stream.StoredBytes.ShouldBe(362_356);
    }

    void Reads(byte[] stored, string log)
    {
        using var found = Expand(Write("audit.log", stored));
        using var stream = found.Inputs[0].Open();
        ReadAll(stream).ShouldBe(log);
        stream.Damage.ShouldBeNull();
        stream.Sha256.ShouldBe(Sha(stored));
    }

    static string Sha(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
