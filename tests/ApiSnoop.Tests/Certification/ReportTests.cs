using System.Text.Json.Nodes;
using System.Xml.Linq;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Reports.Certification;
using YamlDotNet.Serialization;

namespace ApiSnoop.Tests.Certification;

public sealed class ReportTests : Judged
{
    const string Evil = "<script>alert(1)</script>\u202e\"'&/1";

    readonly AppVerdict _verdict;

    public ReportTests() => _verdict = Judge(Load(
        "1.20", Call("/api/v1/pods", "list"), Call("/apis/batch/v1beta1/cronjobs", "list"), Call("/apis/batch/v1beta1/cronjobs", "list",
            agent: Evil),
        Call("/apis/policy/v1beta1/podsecuritypolicies/x", "delete", 404), Call("/version")));

    [Fact]
    public void The_columns_of_risks_are_named_as_in_EKS_insights()
    {
        var table = CertificationTables.Risks([_verdict]);

        table.Columns.Select(c => c.Name).Take(9).ShouldBe(
            [
                "app", "usage", "stopServingVersion", "replacedWith", "startServingReplacementVersion", "userAgent", "account",
                    "numberOfRequests",
                "lastRequestTime",
            ]);
        table.Rows[0].Take(6).ShouldBe(["app", "/apis/batch/v1beta1/cronjobs", "1.25", "/apis/batch/v1/cronjobs", "1.21", Evil]);
        table.Rows.Length.ShouldBe(2, "a row a client");
    }

    [Fact]
    public void Json_and_yaml_tell_the_same()
    {
        var json = VerdictJson.Of(_verdict);
        var yaml = new StringWriter { NewLine = "\n" };
        JsonYaml.WriteYaml(json, yaml);

        var read = new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder()
            .WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml.ToString())!);
        JsonNode.DeepEquals(JsonNode.Parse(read), JsonNode.Parse(json.ToJsonString())).ShouldBeTrue(yaml.ToString());
        json["exitCode"]!.GetValue<int>().ShouldBe(11);
        json["deprecationDetails"]![0]!["clientStats"]![0]!["numberOfRequestsLast30Days"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public void Junit_has_a_case_for_each_rule_and_for_each_operation()
    {
        var text = new StringWriter();
        VerdictJunit.Write([_verdict], text);
        var suites = XDocument.Parse(text.ToString()).Root!.Elements("testsuite").ToList();

        string[] Names(int suite, string element) =>
            [.. suites[suite].Elements("testcase").Where(c => c.Element(element) is not null).Select(c =>
                c.Attribute("name")!.Value.Split(' ')[0])];
        suites[0].Elements("testcase").Select(c => c.Attribute("name")!.Value.Split(' ')[0])
            .ShouldBe(["AS-010", "AS-011", "AS-012", "AS-015"]);
        Names(0, "failure").ShouldBe(["AS-010", "AS-011"]);
        suites[1].Elements("testcase").Count().ShouldBe(_verdict.Operations.Length);
        Names(1, "failure").ShouldBe(["listBatchV1beta1CronJobForAllNamespaces"]);
        Names(1, "skipped").ShouldBe(["deletePolicyV1beta1PodSecurityPolicy", "getCodeVersion"]);
        suites[1].Elements("testcase").Select(c => c.Attribute("classname")!.Value).ShouldContain("batch/v1beta1");
        foreach (var suite in suites)
            suite.Attribute("failures")!.Value.ShouldBe(suite.Descendants("failure").Count().ToString(null, null));
    }

    [Fact]
    public void Sarif_has_a_result_for_each_finding_and_client_with_fingerprints_that_last()
    {
        var sarif = VerdictSarif.Of([_verdict], null, "0.1.0");
        var results = sarif["runs"]![0]!["results"]!.AsArray();

        results.Select(r => r!["ruleId"]!.GetValue<string>()).ShouldBe(["AS-011", "AS-011", "AS-010", "AS-010"]);
        foreach (var result in results)
            RuleBook.Shipped.Rules[result!["ruleIndex"]!.GetValue<int>()].Id.ShouldBe(result["ruleId"]!.GetValue<string>());
        foreach (var rule in sarif["runs"]![0]!["tool"]!["driver"]!["rules"]!.AsArray())
            rule!["help"]!["text"]!.GetValue<string>().ShouldStartWith("Rests on: ", customMessage: "code scanning asks for it");
        Fingerprints(sarif).Distinct().Count().ShouldBe(4);
        Fingerprints(VerdictSarif.Of([_verdict], "deploy/app.yaml", "0.2.0")).ShouldBe(Fingerprints(sarif));
        var updated = Judge(Load("1.20", Call("/api/v1/pods", "list"), Call("/apis/batch/v1beta1/cronjobs", "list", agent: "shop/9.9")));
        Fingerprints(VerdictSarif.Of([updated], null, "0.1.0"))
            .ShouldAllBe(f => Fingerprints(sarif).Contains(f), "a new version opens no alert anew");
        results[0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!.GetValue<string>().ShouldBe("app.sigstore.json");
    }

    [Fact]
    public void What_came_out_of_a_log_is_nowhere_markup()
    {
        var app = Load("1.20", Call("/apis/batch/v1beta1/cronjobs", "list", agent: Evil, user: Evil));
        var verdict = Judge(app) with { App = Evil };
        var markdown = new StringWriter();
        VerdictMarkdown.Write([verdict], markdown);
        var certificate = new ApiSnoop.Certification.Certificates.Certificate(
            verdict, [], Evil, ApiSnoop.Certification.Certificates.Evidence.Of(
                app.Manifest, app.Cube, ApiSnoop.Insights.Noise.NoiseRules.Shipped, null), DateTimeOffset.UnixEpoch, "0.1.0");

        foreach (var text in (string[])[Card.ToSvg(verdict), Badge.ToSvg(verdict), CertificatePage.ToHtml(certificate, app),
            markdown.ToString()])
            text.ShouldNotContain("<script");
        foreach (var svg in (string[])[Card.ToSvg(verdict), Badge.ToSvg(verdict)]) XDocument.Parse(svg).Root!.Name.LocalName
            .ShouldBe("svg");
    }

    [Fact]
    public void The_badge_is_what_shields_reads()
    {
        var badge = JsonNode.Parse(Badge.Json(_verdict))!.AsObject();

        badge.Select(m => m.Key).ShouldBe(["schemaVersion", "label", "message", "color", "isError"]);
        badge["schemaVersion"]!.GetValue<int>().ShouldBe(1);
        badge["message"]!.GetValue<string>().ShouldBe("beta, until 1.25");
        Badge.ToSvg(_verdict).ShouldContain("beta, until 1.25");
    }

    [Fact]
    public void Words_tell_what_is_wrong_with_whom_and_what_to_do()
    {
        var words = new StringWriter { NewLine = "\n" };
        CertificationWords.Write(_verdict, words);

        words.ToString()
            .ShouldStartWith("app: ends in 1.25 (exit code 11)\n  level beta: 1 stable, 1 beta, 0 alpha operations (stable is required)\n");
        words.ToString().ShouldContain("1 operations were only attempted (AS-013)");
        words.ToString().ShouldContain("gone in 1.25 (catalog); use batch/v1, served since 1.21");
        CertificationWords.Why(_verdict)
            .ShouldBe("listBatchV1beta1CronJobForAllNamespaces: gone in 1.25 (catalog); use batch/v1, served since 1.21");
    }

    static List<string> Fingerprints(JsonObject sarif) =>
        [.. sarif["runs"]![0]!["results"]!.AsArray().Select(r => r!["partialFingerprints"]!["operationAndClient/v1"]!.GetValue<string>())];
}
