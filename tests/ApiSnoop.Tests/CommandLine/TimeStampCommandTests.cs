using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Cli;
using ApiSnoop.Cli.Commands.Certification;
using ApiSnoop.Tests.Certification;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>An authority on this machine, asked over HTTP.</summary>
public sealed class TimeStampCommandTests : IDisposable
{
    static readonly byte[] s_signature = RandomNumberGenerator.GetBytes(70);

    readonly TimeStampAuthorityForTests _authority = new(new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void A_certificate_is_stamped_and_the_stamp_is_verified()
    {
        using var server = new TimeStampServerForTests(_authority.Answer);
        using var apisnoop = new Apisnoop();
        var log = Repository.Path("data/demo/demo-app-v1.20.2.log.gz");
        apisnoop.Run("load-audit", log, "demo-app", "--service-account", "demo-app:demo-app").Code.ShouldBe(0);
        apisnoop.Run("certificate", "keygen", "key.pem").Code.ShouldBe(0);
        apisnoop.Write("root.pem", _authority.RootPem);
        using var other = new TimeStampAuthorityForTests(_authority.Now);
        apisnoop.Write("other.pem", other.RootPem);

        string[] certify = ["certify", "demo-app", "--out", "out", "--sign", "key.pem", "--timestamp"];
        apisnoop.Run([.. certify, server.Address.ToString()]).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));

        server.Asked.ShouldBe(Enumerable.Repeat("POST application/timestamp-query", 3), "the certificate and the two short results");
        string[] verify = ["certificate", "verify", "out/demo-app.sigstore.json", "--key", "key.pub.pem"];
        apisnoop.Run(verify).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(0, r.Out), r => r.Out.ShouldContain(
                "\n  signed at 2026-11-26T12:00:00Z by the time stamp of CN=clock of the tests, and who that is was not checked"));
        apisnoop.Run([.. verify, "--timestamp-authority", "root.pem"]).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(0, r.Out), r => r.Out.ShouldContain("CN=clock of the tests, of the authority given\n"));
        apisnoop.Run([.. verify, "--timestamp-authority", "other.pem"]).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(10), r => r.Out.ShouldContain("not of the authority given"), r => r.Out.ShouldNotContain("signed at"));
        apisnoop.Run([.. verify, "--timestamp-authority", "none.pem"]).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("There is no file none.pem"));
        string[] list = ["certificate", "list", "out", "--key", "key.pub.pem", "-o", "csv", "--timestamp-authority"];
        apisnoop.Run([.. list, "root.pem"]).Out.ShouldContain("in force");
        apisnoop.Run([.. list, "other.pem"]).ShouldSatisfyAllConditions(
            r => r.Out.ShouldContain("not of the authority given"), r => r.Out.ShouldNotContain("in force"));

        server.Code = 503;
        apisnoop.Run([.. certify[..3], "unstamped", .. certify[4..], server.Address.ToString()]).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("/stamp answered 503 Service Unavailable"),
            r => r.Error.ShouldNotContain("secret"));
        Directory.GetFiles(Path.Combine(apisnoop.Folder, "unstamped")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--out", "out", "--timestamp", "https://tsa.example.org")]
    [InlineData("--out", "out", "--sign", "key.pem", "--timestamp", "tsa.example.org")]
    [InlineData("--out", "out", "--sign", "key.pem", "--timestamp", "ftp://tsa.example.org")]
    public void What_cannot_be_stamped_or_asked_is_told_before_anything_is_done(params string[] options)
    {
        using var apisnoop = new Apisnoop();

        apisnoop.Run(["certify", "demo-app", .. options]).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(2), r => r.Error.ShouldContain("--timestamp "));
    }

    [Fact]
    public void An_answer_is_read_as_what_it_is()
    {
        using var server = new TimeStampServerForTests(_authority.Answer);

        Ask(server).Of(s_signature, null).Time.ShouldBe(_authority.Now);
    }

    [Fact]
    public void Each_way_to_get_no_stamp_is_told()
    {
        var other = _authority.Answer(
            Rfc3161TimestampRequest.CreateFromData([1], HashAlgorithmName.SHA256, requestSignerCertificates: true).Encode());
        Refused(_ => other).ShouldContain("gave no time stamp for the signature: ");
        Refused(_ => TimeStampAuthorityForTests.Refusal()).ShouldContain("gave no time stamp for the signature: ");
        Refused(_ => [1, 2, 3]).ShouldContain("gave no time stamp for the signature: ");
        Refused(_ => new byte[HttpTimeStampAuthority.Longest + 1]).ShouldContain("answered more than 65,536 bytes");
        Refused(_authority.Answer, type: "text/html").ShouldContain("answered text/html, not application/timestamp-reply");
        Refused(_authority.Answer, code: 302).ShouldContain("answered 302");
        Refused(Slow, patience: 0.3).ShouldContain("did not answer within 0.3 s");

        using var gone = new TimeStampServerForTests(_authority.Answer);
        gone.Dispose();
        Should.Throw<UserException>(() => Ask(gone)).Message.ShouldContain("could not be asked: ");
    }

    static string Refused(
        Func<byte[], byte[]> answer, int code = 200, string type = "application/timestamp-reply", double patience = 20)
    {
        using var server = new TimeStampServerForTests(answer) { Code = code, Type = type };
        var message = Should.Throw<UserException>(() => Ask(server, patience)).Message;
        message.ShouldStartWith($"The time-stamp authority {server.Address.GetLeftPart(UriPartial.Path)} ");
        return message;
    }

    static byte[] Slow(byte[] query)
    {
        Thread.Sleep(1500);
        return [];
    }

    static TimeStamp Ask(TimeStampServerForTests server, double patience = 20)
    {
        using var authority = new HttpTimeStampAuthority(server.Address, TimeSpan.FromSeconds(patience));
        return authority.Stamp(s_signature);
    }
}
