using System.Text.Json.Nodes;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>The real command, on the demo's recordings and on real logs.</summary>
public sealed class CertifyCommandTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    public CertifyCommandTests()
    {
        Load("kubectl", "tests/data/logs/app-kubectl-v1.20.2-metadata.log.gz", "--user-agent", "kubectl/*");
        Load("demo-app", "data/demo/demo-app-v1.20.2.log.gz", "--service-account", "demo-app:demo-app");
        Load("crawled", "tests/data/field/28-crawlers-on-deprecated/audit.log");
    }

    public void Dispose() => _apisnoop.Dispose();

    [Theory]
    [InlineData(0, "demo-app")]
    [InlineData(11, "kubectl", "--target", "1.22")]
    [InlineData(12, "kubectl", "--target", "1.25")]
    [InlineData(0, "kubectl", "--target", "1.25", "--exit-zero")]
    [InlineData(12, "demo-app", "kubectl", "--target", "latest")]
    [InlineData(10, "kubectl", "--ignore", "AS-011")]
    [InlineData(0, "kubectl", "--ignore", "AS-011", "--require", "beta")]
    [InlineData(3, "demo-app", "--min-requests", "1000")]
    [InlineData(3, "demo-app", "--min-span", "1d")]
    [InlineData(11, "crawled")]
    [InlineData(1, "nobody")]
    [InlineData(1, "kubectl", "--target", "1.19")]
    [InlineData(2, "kubectl", "--target", "soon")]
    [InlineData(2, "kubectl", "--require", "gold")]
    [InlineData(2, "kubectl", "--min-span", "long")]
    [InlineData(2, "kubectl", "--ignore", "AS-099")]
    [InlineData(2, "kubectl", "--sign", "key.pem")]
    public void The_exit_code_is_the_greatest_verdict(int code, params string[] line) =>
        _apisnoop.Run(["certify", .. line]).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(code, r.Error + r.Out));

    [Theory]
    [InlineData("csv", "app,usage,stopServingVersion,replacedWith")]
    [InlineData("json", "[\n  {\n    \"app\": \"crawled\"")]
    [InlineData("yaml", "-\n  \"app\": \"crawled\"")]
    [InlineData("markdown", "## Kubernetes API certification")]
    [InlineData("junit", "<?xml version=\"1.0\"")]
    [InlineData("sarif", "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\"")]
    [InlineData("table", "crawled: ends in 1.25 (exit code 11)")]
    [InlineData("wide", "crawled: ends in 1.25 (exit code 11)")]
    public void Every_format_is_written(string format, string start)
    {
        var run = _apisnoop.Run("certify", "crawled", "-o", format);

        run.Code.ShouldBe(11);
        run.Out.ShouldStartWith(start);
        run.Out.ShouldContain("listBatchV1beta1NamespacedCronJob");
    }

    [Fact]
    public void A_certificate_goes_from_key_to_verdict_and_back()
    {
        _apisnoop.Run("certificate", "keygen", "key.pem").Code.ShouldBe(0);
        _apisnoop.Run("certificate", "keygen", "key.pem").ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("key.pem is there already"));
        var image = "registry.example.org/demo@sha256:" + new string('b', 64);

        _apisnoop.Run("certify", "demo-app", "kubectl", "--out", "out", "--sign", "key.pem", "--subject", image, "--version", "0.3").Code
            .ShouldBe(11);

        string[] Verify(string app, params string[] more) =>
            ["certificate", "verify", $"out/{app}.sigstore.json", "--key", "key.pub.pem", .. more];
        _apisnoop.Run(Verify("demo-app", "--evidence", "demo-app")).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(0, r.Out), r => r.Out.ShouldContain("in force: demo-app, certified, holds in every 1.x"));
        _apisnoop.Run(Verify("demo-app", "--evidence", "kubectl")).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(10), r => r.Out.ShouldContain("the recording is not the one that it was made from"));
        _apisnoop.Run(Verify("kubectl")).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(11), r => r.Out.ShouldContain("it holds until Kubernetes 1.25, which is out"));
        var text = File.ReadAllText(Path.Combine(_apisnoop.Folder, "out", "demo-app.sigstore.json"));
        _apisnoop.Write("out/demo-app.sigstore.json", text[..^100]);
        _apisnoop.Run(Verify("demo-app")).Code.ShouldBe(10);
        var statement = JsonNode.Parse(File.ReadAllText(Path.Combine(_apisnoop.Folder, "out", "demo-app.intoto.json")))!;
        statement["subject"]![0]!["name"]!.GetValue<string>().ShouldBe("registry.example.org/demo");
        _apisnoop.Run("certificate", "list", "out", "--key", "key.pub.pem", "-o", "csv").Out.Split('\n').Skip(1).Select(l =>
            string.Join(' ', l.Split(',').Skip(3).Take(2)))
            .ShouldBe(["bad bad", "expired verified", ""]);
    }

    [Fact]
    public void The_risk_of_an_upgrade_and_the_matrix_are_told()
    {
        _apisnoop.Run("upgrade-risk").ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(11, r.Error), r => r.Out.ShouldContain("shop:billing"), r => r.Error
                .ShouldContain("12 requests of crawlers"));
        _apisnoop.Run("matrix", "demo-app", "kubectl", "-o", "csv", "--svg", "m.svg").ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(0, r.Error), r => r.Out.ShouldContain("\nkubectl,breaks,breaks,breaks,ends,"));
        File.ReadAllText(Path.Combine(_apisnoop.Folder, "m.svg")).ShouldStartWith("<svg");
    }

    void Load(string app, string log, params string[] filter) =>
        _apisnoop.Run(["load-audit", Repository.Path(log), app, .. filter]).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));
}
