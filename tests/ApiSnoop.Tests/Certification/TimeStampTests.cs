using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text.Json.Nodes;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Insights.Noise;

namespace ApiSnoop.Tests.Certification;

public sealed class TimeStampTests : Judged
{
    static readonly DateTimeOffset s_made = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset s_stamped = s_made.AddSeconds(3);

    readonly SigningKey _key = SigningKey.Generate();
    readonly TimeStampAuthorityForTests _authority = new(s_stamped);

    [Fact]
    public void A_stamped_certificate_was_signed_when_the_stamp_says()
    {
        var read = Read(Stamped(), _authority.RootPem);

        read.Reasons.ShouldBeEmpty();
        read.State.ShouldBe(CertificateState.InForce);
        read.Stamp.ShouldBe(new StampedTime(s_stamped, "CN=clock of the tests", IsChecked: true));
        read.IssuedAt.ShouldBe("2026-11-26T12:00:03Z");
        Read(Signed(null)).ShouldSatisfyAllConditions(r => r.Stamp.ShouldBeNull(), r => r.IssuedAt.ShouldBe("2026-11-26T12:00:00Z"));
    }

    [Fact]
    public void Without_an_authority_to_believe_it_is_told_that_anybody_may_have_stamped()
    {
        Read(Stamped()).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(CertificateState.InForce), r => r.Stamp!.IsChecked.ShouldBeFalse(),
            r => r.Stamp!.Time.ShouldBe(s_stamped));
    }

    [Fact]
    public void The_stamp_is_over_the_signature_and_stands_where_Sigstore_has_it()
    {
        var bundle = JsonNode.Parse(Stamped())!;
        var stamps = bundle["verificationMaterial"]!["timestampVerificationData"]!["rfc3161Timestamps"]!.AsArray();
        var answer = stamps.Single()!["signedTimestamp"]!.GetValue<string>();
        var signature = Convert.FromBase64String(bundle["dsseEnvelope"]!["signatures"]![0]!["sig"]!.GetValue<string>());

        // The answer of RFC 3161, taken apart once more: a status, and the stamp.
        var parts = new AsnReader(Convert.FromBase64String(answer), AsnEncodingRules.DER).ReadSequence();
        parts.ReadSequence().ReadInteger().ShouldBe(0);
        Rfc3161TimestampToken.TryDecode(parts.ReadEncodedValue(), out var stamp, out _).ShouldBeTrue();
        stamp!.TokenInfo.GetMessageHash().ToArray().ShouldBe(SHA256.HashData(signature));
        stamp.TokenInfo.Timestamp.ShouldBe(s_stamped);
    }

    [Fact]
    public void The_stamp_of_something_else_is_refused()
    {
        var other = Bundle.Read(Stamped()).Stamp;

        Read((Bundle.Read(Stamped()) with { Stamp = other }).ToText()).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(CertificateState.Bad),
            r => r.Reasons.Single().ShouldBe("its time stamp is of something else than its signature"));
    }

    [Fact]
    public void The_stamp_of_another_authority_is_refused()
    {
        using var other = new TimeStampAuthorityForTests(s_stamped);

        Read(Stamped(), other.RootPem).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(CertificateState.Bad),
            r => r.Reasons.Single().ShouldStartWith("its time stamp is of CN=clock of the tests, which is not of the authority given: "));
    }

    [Fact]
    public void Who_demands_a_stamp_takes_no_certificate_that_has_none() =>
        Read(Signed(null), _authority.RootPem).Reasons.ShouldBe(["it has no time stamp, so nobody says when it was signed"]);

    [Fact]
    public void A_certificate_for_code_may_not_stamp()
    {
        using var other = new TimeStampAuthorityForTests(s_stamped, "1.3.6.1.5.5.7.3.3");

        var shown = StampedBy(other);
        other.ShowsItself = false;
        var unshown = Signed(other);

        foreach (var text in (string[])[shown, unshown])
            Read(text, other.SignerPem + other.RootPem).ShouldSatisfyAllConditions(
                r => r.State.ShouldBe(CertificateState.Bad), r => r.Reasons.Single().ShouldContain("may not stamp"));
    }

    [Fact]
    public void The_authority_must_have_been_in_force_when_it_stamped_and_not_when_that_is_verified()
    {
        var late = Read(Stamped(), _authority.RootPem, s_stamped.AddYears(1));
        _authority.Now = s_stamped.AddDays(1.5);

        late.State.ShouldBe(CertificateState.InForce);
        Read(StampedBy(_authority), _authority.RootPem).Reasons.Single().ShouldContain("not at that time");
    }

    [Fact]
    public void A_stamp_without_a_certificate_is_verified_by_that_of_the_authority()
    {
        _authority.ShowsItself = false;
        var text = Stamped();

        Read(text).Reasons.ShouldBe(["its time stamp lacks the certificate of who made it: name the authority"]);
        Read(text, _authority.RootPem).State.ShouldBe(CertificateState.Bad);
        Read(text, _authority.SignerPem + _authority.RootPem).ShouldSatisfyAllConditions(
            r => r.Reasons.ShouldBeEmpty(), r => r.Stamp!.Time.ShouldBe(s_stamped));
    }

    [Fact]
    public void A_bit_that_is_changed_in_a_stamp_changes_neither_time_nor_who_stamped()
    {
        var text = Stamped();
        var stamp = Bundle.Read(text).Stamp!.ToBytes();
        var at = Convert.ToBase64String(stamp);
        text.ShouldContain(at);
        var refused = 0;
        for (var i = 0; i < stamp.Length; i++)
        {
            stamp[i] ^= 1;
            var read = Read(text.Replace(at, Convert.ToBase64String(stamp), StringComparison.Ordinal), _authority.RootPem);
            stamp[i] ^= 1;
            if (read.State == CertificateState.Bad) refused++;
            else read.Stamp.ShouldBe(new StampedTime(s_stamped, "CN=clock of the tests", IsChecked: true), $"byte {i}");
        }

        refused.ShouldBeGreaterThan(stamp.Length * 9 / 10);
    }

    [Fact]
    public void A_stamp_that_is_cut_off_or_was_never_given_is_refused()
    {
        var answer = Bundle.Read(Stamped()).Stamp!.ToBytes();

        foreach (var bad in (byte[][])[[], [0x30], answer[..^1], [.. answer, 0], TimeStampAuthorityForTests.Refusal(), answer[9..]])
            Should.Throw<InvalidDataException>(() => TimeStamp.Read(bad)).Message.ShouldStartWith("its time stamp ");
    }

    [Fact]
    public void An_authority_is_known_by_its_root()
    {
        using var whole = TimeStampTrust.Read(_authority.SignerPem + _authority.RootPem, "chain.pem");
        whole.Certificates.Count.ShouldBe(2);

        foreach (var pem in (string[])["", "nonsense", _authority.SignerPem])
            Should.Throw<InvalidDataException>(() => TimeStampTrust.Read(pem, "chain.pem")).Message
                .ShouldStartWith("chain.pem holds no root certificate");
        Should.Throw<InvalidDataException>(() => TimeStampTrust.Read(
            "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n", "chain.pem")).Message.ShouldContain("cannot be read");
    }

    string Stamped() => Signed(_authority);

    /// <summary>A certificate with a stamp that may be none that is taken, written past what writes bundles.</summary>
    string StampedBy(TimeStampAuthorityForTests authority)
    {
        var text = Signed(null);
        var stamp = Convert.ToBase64String(authority.AnswerTo(Bundle.Read(text).Signature));
        return text.Replace("\"rfc3161Timestamps\": []", $"\"rfc3161Timestamps\": [{{\"signedTimestamp\": \"{stamp}\"}}]");
    }

    string Signed(ITimeStampAuthority? authority)
    {
        var app = Load("1.20", Call("/api/v1/namespaces/shop/pods", "list"));
        var certificate = new Certificate(
            Judge(app), [], "2.3", Evidence.Of(app.Manifest, app.Cube, NoiseRules.Shipped, null), s_made, "0.1.0");
        return Bundle.Sign(certificate.Statement(), _key, authority).ToText();
    }

    KnownCertificate Read(string text, string? chain = null, DateTimeOffset? now = null)
    {
        using var trust = chain is null ? null : TimeStampTrust.Read(chain, "chain.pem");
        return new CertificateReader(_key, NoiseRules.Shipped, new Clock(now ?? s_made), trust).Read(Write("c.sigstore.json", text));
    }

    sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
