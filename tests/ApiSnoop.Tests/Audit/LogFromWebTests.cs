using ApiSnoop.Audit.Inputs;

namespace ApiSnoop.Tests.Audit;

/// <summary>Logs read from a web server.</summary>
public class LogFromWebTests : LogFolderFixture
{
    [Fact]
    public void A_log_is_read_from_an_address()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Answer(Bytes(LongText(2000))));
        using var found = Expand(server.Address + "/audit.log");
        found.Inputs[0].Name.ShouldBe(server.Address + "/audit.log");
        found.Inputs[0].Length.ShouldBe(LongText(2000).Length);
        LogInputs.InTimeOrder(found.Inputs).Select(ReadAll).ShouldBe([LongText(2000)]);
    }

    [Fact]
    public void A_compressed_log_and_an_archive_are_too()
    {
        using var server =
            new LoopbackServer(
                r => LoopbackServer.Answer(r.Contains("tgz", StringComparison.Ordinal) ? Gzip(Tar(("a.log", [49]))) : Gzip("2")));
        using var found = Expand(server.Address + "/logs.tgz", server.Address + "/audit.log.gz");
        found.Inputs.Select(i => i.Name).ShouldBe([server.Address + "/logs.tgz!a.log", server.Address + "/audit.log.gz"]);
        found.Inputs.Select(ReadAll).ShouldBe(["1", "2"]);
    }

    [Fact]
    public void A_redirect_is_followed()
    {
        using var server = new LoopbackServer(r => r.StartsWith("GET /old", StringComparison.Ordinal)
            ? LoopbackServer.Answer([], "302 Found", "Location: /new\r\n")
            : LoopbackServer.Answer("{}"u8.ToArray()));
        using var found = Expand(server.Address + "/old");
        ReadAll(found.Inputs[0]).ShouldBe("{}");
    }

    [Fact]
    public void A_refusal_is_said_with_its_code_and_without_secrets()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Answer([], "403 Forbidden"));
        var message =
            Should.Throw<LogInputException>(
                () => Expand(server.Address.Replace("//", "//me:secret@", StringComparison.Ordinal) + "/a.log?sig=secret")).Message;
        message.ShouldBe(server.Address + "/a.log answered 403 Forbidden. Check the address and whether it needs credentials.");
    }

    [Fact]
    public void Credentials_in_an_address_are_sent_and_not_shown()
    {
        var request = "";
        using var server = new LoopbackServer(r => LoopbackServer.Answer(Bytes(request = r)));
        using var found = Expand(server.Address.Replace("//", "//me:secret@", StringComparison.Ordinal) + "/a.log?sig=1");
        found.Inputs[0].Name.ShouldBe(server.Address + "/a.log");
        request.ShouldContain("Authorization: Basic bWU6c2VjcmV0");
        request.ShouldContain("GET /a.log?sig=1 ");
    }

    [Fact]
    public void A_server_that_hangs_up_early_gives_what_it_sent_and_the_damage()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Answer("{}\n"u8.ToArray(), length: 10_000));
        using var found = Expand(server.Address + "/a.log");
        using var stream = found.Inputs[0].Open();
        ReadAll(stream).ShouldBe("{}\n");
        stream.Damage.ShouldNotBeNull().ShouldContain("could not be read to its end");
    }

    [Fact]
    public void A_server_that_is_not_there_is_said()
    {
        var server = new LoopbackServer(_ => []);
        var address = server.Address;
        server.Dispose();
        Should.Throw<LogInputException>(() => Expand(address)).Message.ShouldContain("cannot be reached");
    }
}
