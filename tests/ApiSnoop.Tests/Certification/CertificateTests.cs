using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports;

namespace ApiSnoop.Tests.Certification;

public sealed class CertificateTests : Judged
{
    const string Pods = "/api/v1/namespaces/shop/pods";
    const string CronJobs = "/apis/batch/v1beta1/namespaces/shop/cronjobs";

    static readonly DateTimeOffset s_today = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    readonly SigningKey _key = SigningKey.Generate();

    [Fact]
    public void A_certificate_is_genuine_in_force_and_follows_from_its_recording()
    {
        var app = Load("1.20", Call(Pods, "list"), Call("/apis/example.org/v1/widgets", "list"));

        var read = Read(Sign(app), app);

        read.Reasons.ShouldBeEmpty();
        (read.State, read.App, read.Verdict, read.Holds, read.AppVersion)
            .ShouldBe((CertificateState.InForce, "app", "certified", "in every 1.x", "2.3"));
    }

    [Fact]
    public void What_is_signed_is_what_DSSE_says_and_openssl_can_check_it()
    {
        var bundle = Bundle.Read(Sign(Load("1.20", Call(Pods, "list"))));

        // The protocol written down once more: DSSEv1, and type and body each behind its length.
        byte[] signed =
        [
            .. "DSSEv1 28 application/vnd.in-toto+json "u8, .. Encoding.ASCII.GetBytes($"{bundle.Payload.Length} "), .. bundle.Payload,
        ];
        using var key = ECDsa.Create();
        key.ImportFromPem(_key.PublicPem());
        key.VerifyHash(SHA256.HashData(signed), bundle.Signature, DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
        Convert.FromBase64String(_key.Hint).ShouldBe(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public void The_statement_has_the_digests_of_all_that_it_was_made_from()
    {
        var app = Load("1.20", Call(Pods, "list"));
        var subject = Subject.Parse("registry.example.org/shop@sha256:" + new string('a', 64));
        var statement = JsonNode.Parse(Certify(app, subjects: subject).Statement())!;

        statement["_type"]!.GetValue<string>().ShouldBe("https://in-toto.io/Statement/v1");
        statement["subject"]![0]!["digest"]!["sha256"]!.GetValue<string>().ShouldBe(subject.Sha256);
        var evidence = statement["predicate"]!["evidence"]!;
        evidence["logs"]![0]!["sha256"]!.GetValue<string>()
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(app.Manifest.Sources[0].Name))));
        evidence["facts"]!["operations.tsv"]!["sha256"]!.GetValue<string>()
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Repository.Path("data/facts/operations.tsv")))));
        var pages = Directory.GetFiles(Repository.Path("docs/certification"), "AS-*.md").Order(StringComparer.Ordinal).SelectMany(
            File.ReadAllBytes);
        evidence["rules"]!["sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(SHA256.HashData([.. pages])));
        evidence["recording"]!["sha256"]!.GetValue<string>().Length.ShouldBe(64);
    }

    [Fact]
    public void The_digest_of_a_recording_does_not_depend_on_the_order_of_its_log()
    {
        string[] events = [Call(Pods, "list"), Call(Pods, "list", 403), Call(CronJobs, "list", agent: "old/1")];

        var digest = RecordingDigest.Of(Load("1.20", events).Cube);

        RecordingDigest.Of(Load("1.20", [.. events.Reverse()]).Cube).ShouldBe(digest);
        RecordingDigest.Of(Load("1.20", events[..2]).Cube).ShouldNotBe(digest);
    }

    [Fact]
    public void The_short_results_name_the_rules_and_hold_no_more_than_is_so()
    {
        var ends = Certify(Load("1.20", Call(Pods, "list"), Call(CronJobs, "list")));
        var result = JsonNode.Parse(ends.TestResult())!["predicate"]!;
        var summary = JsonNode.Parse(Certify(Load("1.20", Call(Pods, "list"))).Summary())!["predicate"]!;

        Texts(result["warnedTests"]).ShouldBe(["AS-011"]);
        Texts(result["failedTests"]).ShouldBe(["AS-010"]);
        Texts(result["passedTests"]).ShouldBe(["AS-012", "AS-015"]);
        result["result"]!.GetValue<string>().ShouldBe("WARNED");
        Texts(summary["properties"])
            .ShouldBe(["APISNOOP_CERTIFIED_1_21", "APISNOOP_LEVEL_STABLE", "APISNOOP_GA_ONLY_1_21", "APISNOOP_HOLDS_EVERY_1_X"]);
        Texts(JsonNode.Parse(ends.Summary())!["predicate"]!["properties"]).ShouldBe(["APISNOOP_LEVEL_BETA"]);
    }

    [Fact]
    public void Whatever_is_changed_in_the_file_it_is_refused_with_a_reason()
    {
        var text = Sign(Load("1.20", Call(Pods, "list")));
        var mutations = Mutations(text).Distinct().Where(m => m != text).ToList();

        mutations.Count.ShouldBeGreaterThan(150);
        foreach (var mutation in mutations)
            Read(mutation).ShouldSatisfyAllConditions(
                r => r.State.ShouldBe(CertificateState.Bad, Difference(text, mutation)), r => r.Reasons.Single().Length
                    .ShouldBeGreaterThan(15));
    }

    [Fact]
    public void Who_has_the_key_and_lies_is_refuted_by_the_recording()
    {
        var app = Load("1.20", Call(Pods, "list"), Call(CronJobs, "list"), Call("/version"));
        var statement = JsonNode.Parse(Certify(app).Statement())!;
        var lies = 0;
        foreach (var name in statement["predicate"]!["verdict"]!.AsObject().Select(m => m.Key).Where(n => n != "app"))
            foreach (var lie in (JsonNode?[])[JsonValue.Create("a lie"), null, new JsonArray()])
            {
                var changed = statement.DeepClone();
                if (JsonNode.DeepEquals(changed["predicate"]!["verdict"]![name], lie)) continue;
                changed["predicate"]!["verdict"]![name] = lie?.DeepClone();
                var read = Read(Bundle.Sign(Encoding.UTF8.GetBytes(changed.ToJsonString()), _key).ToText(), app);
                read.State.ShouldBe(CertificateState.Bad, $"{name}: {lie?.ToJsonString()}");
                lies++;
            }

        lies.ShouldBeGreaterThan(40);
        Read(Bundle.Sign(Certify(app).Statement(), _key).ToText(), app).State
            .ShouldBe(CertificateState.Expired, "the truth is not refuted");
    }

    [Fact]
    public void Another_recording_is_no_evidence()
    {
        string[] events = [Call(Pods, "list"), Call(Pods, "get")];
        var text = Sign(Load("1.20", events));

        Read(text, Load("1.20", [.. events, Call(Pods, "list")])).Reasons.Single()
            .ShouldBe("the recording is not the one that it was made from");
        Read(text, Load("1.20", events)).State.ShouldBe(CertificateState.InForce);
        // The same requests out of another file: each line has one blank more.
        Read(text, Load("1.20", [.. events.Select(e => e + " ")])).Reasons.Single()
            .ShouldBe("the recording was not made from the logs that it names");
    }

    [Fact]
    public void Rules_or_facts_that_changed_are_told_and_refute_with_the_recording()
    {
        var app = Load("1.20", Call(Pods, "list"));
        var statement = JsonNode.Parse(Certify(app).Statement())!;
        statement["predicate"]!["evidence"]!["rules"]!["sha256"] = new string('0', 64);
        statement["predicate"]!["evidence"]!["facts"]!["deprecated.tsv"]!["sha256"] = new string('0', 64);
        var text = Bundle.Sign(Encoding.UTF8.GetBytes(statement.ToJsonString()), _key).ToText();

        Read(text).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(CertificateState.InForce), r => r.ChangedSince.ShouldBe(["rules", "facts (deprecated.tsv)"]));
        Read(text, app).Reasons.Single().ShouldContain("judged by other rules, facts (deprecated.tsv) than this APISnoop has");
    }

    [Theory]
    [InlineData("2022-08-22", CertificateState.InForce)]
    [InlineData("2022-08-23", CertificateState.Expired)]
    [InlineData("2026-11-26", CertificateState.Expired)]
    public void It_expires_on_the_day_of_the_first_release_that_it_does_not_hold_for(string day, CertificateState state)
    {
        var text = Sign(Load("1.20", Call(Pods, "list"), Call(CronJobs, "list")));

        var read = new CertificateReader(_key, NoiseRules.Shipped, new Clock(DateTimeOffset.Parse(day + "T00:00:00Z", null)))
            .Read(Write("c.sigstore.json", text));

        read.State.ShouldBe(state);
        read.Until.ToString().ShouldBe("1.25");
    }

    [Fact]
    public void Genuine_is_not_enough_when_it_says_that_the_app_is_not_certified()
    {
        var read = Read(Sign(Load("1.20", Call(Pods, "list", 403))));

        (read.State, read.Reasons.Single()).ShouldBe((CertificateState.NotCertified, "what it says of the app is: not enough seen"));
    }

    [Fact]
    public void A_statement_that_nobody_signed_is_shown_as_that()
    {
        var app = Load("1.20", Call(Pods, "list"));
        var read = Read(Encoding.UTF8.GetString(Certify(app).Statement()), app);

        (read.State, read.App).ShouldBe((CertificateState.NotSigned, "app"));
        Read(Encoding.UTF8.GetString(Certify(app).Summary())).State.ShouldBe(CertificateState.Bad, "a short result is no certificate");
    }

    [Fact]
    public void Only_keys_of_the_one_kind_are_taken()
    {
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var pem in (string[])["", "nonsense", rsa.ExportPkcs8PrivateKeyPem(), p384.ExportPkcs8PrivateKeyPem(),
            _key.PublicPem()[..60]])
            Should.Throw<InvalidDataException>(() => SigningKey.Read(pem, "k.pem")).Message.ShouldStartWith("k.pem is");

        using var publicHalf = SigningKey.Read(_key.PublicPem(), "k.pem");
        publicHalf.Signs.ShouldBeFalse();
        Should.Throw<InvalidDataException>(() => publicHalf.Sign([1])).Message.ShouldContain("private");
        using var again = SigningKey.Read(_key.PrivatePem(), "k.pem");
        again.Hint.ShouldBe(_key.Hint);
    }

    [Fact]
    public void A_folder_lists_each_certificate_once()
    {
        var app = Load("1.20", Call(Pods, "list"));
        foreach (var (name, content) in CertificateFiles.Of(Certify(app), app, _key)) Write($"certs/{name}", content);
        foreach (var (name, content) in CertificateFiles.Of(Certify(app), app, null)) Write($"certs/unsigned/{name}", content);
        Write("certs/cut.sigstore.json", "{");

        var all = CertificateFolder.Read(Path.Combine(Folder, "certs"), Reader());

        all.Select(c => (Path.GetFileName(c.File), c.State)).ShouldBe(
            [
                ("app.sigstore.json", CertificateState.InForce), ("cut.sigstore.json", CertificateState.Bad),
                ("app.intoto.json", CertificateState.NotSigned),
            ]);
    }

    static IEnumerable<string> Mutations(string text)
    {
        var random = new Random(18);
        for (var i = 0; i < 100; i++)
        {
            var at = i * (text.Length - 1) / 99;
            yield return text[..at];
            yield return text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
            yield return text.Remove(random.Next(text.Length), 1);
            yield return text.Insert(random.Next(text.Length), i % 2 == 0 ? " " : "x");
        }

        yield return text + " ";
        yield return text + text;
        yield return "";
        yield return text.Replace("\"tlogEntries\": []", "\"tlogEntries\": [{}]");
        yield return text.Replace("\"keyid\": \"\"", "\"keyid\": \"me\"");
        yield return text.Replace("v0.3+json", "v0.2+json");
        yield return text.Replace("in-toto+json", "text");
        using var other = SigningKey.Generate();
        var bundle = Bundle.Read(text);
        yield return Bundle.Sign(bundle.Payload, other).ToText();
        yield return (Bundle.Sign(bundle.Payload, other) with { Hint = bundle.Hint }).ToText();
        yield return (bundle with { Hint = other.Hint }).ToText();
        yield return (bundle with { Signature = [] }).ToText();
        yield return (bundle with { Payload = [.. bundle.Payload, (byte)' '] }).ToText();
        yield return (bundle with { Payload = [] }).ToText();
    }

    static string Difference(string text, string mutation)
    {
        var at = text.Zip(mutation).TakeWhile(p => p.First == p.Second).Count();
        return $"at {at} of {text.Length}, now {mutation.Length}: {text[Math.Max(0, at - 20)..Math.Min(text.Length, at + 20)]}";
    }

    static Certificate Certify(AppCoverage app, string target = "next", params ImmutableArray<Subject> subjects) => new(
        Judge(app, target), subjects.IsDefault ? [] : subjects, "2.3", Evidence.Of(app.Manifest, app.Cube, NoiseRules.Shipped, null),
            s_today,
        "0.1.0");

    string Sign(AppCoverage app) => Bundle.Sign(Certify(app).Statement(), _key).ToText();

    CertificateReader Reader() => new(_key, NoiseRules.Shipped, new Clock(s_today));

    KnownCertificate Read(string text, AppCoverage? evidence = null) =>
        Reader().Read(Write("c.sigstore.json", text), evidence is null ? null : new(evidence, NoiseRules.Shipped));

    static IEnumerable<string> Texts(JsonNode? array) => array!.AsArray().Select(t => t!.GetValue<string>());

    sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
