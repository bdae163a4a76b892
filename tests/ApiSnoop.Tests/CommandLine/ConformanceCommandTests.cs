using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.CommandLine;

public sealed class ConformanceCommandTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    public void Dispose() => _apisnoop.Dispose();

    [Fact]
    public void The_gate_says_what_todays_job_says_and_ends_with_its_code()
    {
        var failed = _apisnoop.Run("gate", "--release", "1.34");
        failed.Code.ShouldBe(10, failed.Error);
        failed.Out.ShouldContain("UNTESTED ENDPOINTS\n");
        failed.Out.ShouldContain("\ncreateResourceV1DeviceClass\n");
        failed.Out.TrimEnd().ShouldEndWith("ERROR: You have 41 untested endpoints");

        var passed = _apisnoop.Run("gate", "--release", "1.36", "--baseline", "1.35");
        passed.Code.ShouldBe(0, passed.Error);
        passed.Out.ShouldContain("STALE PENDING ENDPOINTS");
        passed.Out.TrimEnd().ShouldEndWith("\nYou have 0 untested endpoints");

        var regressed = _apisnoop.Run("gate", "--release", "1.22", "--baseline", "1.21");
        regressed.Code.ShouldBe(11, regressed.Error);
        regressed.Out.ShouldContain("REGRESSED ENDPOINTS\ncreateAuthorizationV1SubjectAccessReview\nreplaceCoreV1Namespace\n");
    }

    [Theory]
    [InlineData("--release 1.16", "There are no results of Kubernetes 1.16.")]
    [InlineData("--release 1.36 --log nosuch.log", "nosuch.log")]
    [InlineData("--release 1.36 --baseline nosuch", "nosuch")]
    [InlineData("--release 1.36 --min-tests 99.9%", "444 of the list's 446 tests were seen, and 446 are needed.")]
    public void Without_sound_inputs_there_is_no_verdict(string arguments, string reason)
    {
        var gate = _apisnoop.Run(["gate", .. arguments.Split(' ')]);

        gate.Code.ShouldBe(3);
        gate.Out.ShouldContain("NO VERDICT: ");
        gate.Out.ShouldContain(reason);
        gate.Out.ShouldNotContain("UNTESTED");
    }

    [Theory]
    [InlineData("gate")]
    [InlineData("gate --release new")]
    [InlineData("gate --release 1.36 --min-tests many")]
    [InlineData("conformance status new")]
    [InlineData("conformance endpoints --since x")]
    [InlineData("conformance endpoints --ineligible --pending")]
    public void A_slip_of_the_pen_is_no_verdict_either(string line) => _apisnoop.Run(line.Split(' ')).Code.ShouldBe(2);

    [Fact]
    public void A_log_of_another_release_gives_no_verdict_and_one_of_the_release_is_judged()
    {
        const string agent = "e2e.test/v1.20.2 (linux/amd64) kubernetes/faecb19 -- [sig-node] t [Conformance]";
        var log = _apisnoop.Write("audit.log", string.Join('\n',
            AuditText.Event("1", agent: agent, uri: "/api/v1/nodes"), AuditText.Event("2", agent: agent, uri: "/api/v1/namespaces")));

        var other = _apisnoop.Run("gate", "--release", "1.36", "--log", log);
        other.Code.ShouldBe(3);
        other.Out.ShouldContain("The log is of Kubernetes 1.20, not of 1.36");

        var thin = _apisnoop.Run("gate", "--release", "1.20", "--log", log);
        thin.Code.ShouldBe(3);
        thin.Out.ShouldContain("0 of the list's 311 tests were seen, and 280 are needed");

        _apisnoop.Run("gate", "--release", "1.20", "--log", log, "--min-tests", "0").Code.ShouldBe(10);
    }

    [Fact]
    public void The_real_log_of_1_20_is_judged_by_its_287_tests()
    {
        var log = Repository.Path("data/demo/e2e-v1.20.2.log.gz");

        var gate = _apisnoop.Run("gate", "--release", "1.20", "--log", log, "--output", "json");

        using var verdict = JsonDocument.Parse(gate.Out);
        verdict.RootElement.GetProperty("testsSeen").GetInt32().ShouldBe(287);
        verdict.RootElement.GetProperty("testsListed").GetInt32().ShouldBe(311);
        gate.Code.ShouldBe(10);
        verdict.RootElement.GetProperty("exitCode").GetInt32().ShouldBe(10);
        verdict.RootElement.GetProperty("untested").EnumerateArray().Select(e => e.GetString())
            .ShouldContain("getServiceAccountIssuerOpenIDConfiguration");
    }

    [Fact]
    public void Imported_lists_are_what_rankings_endpoints_and_sql_go_by()
    {
        _apisnoop.Run("demo", "--load-only").Code.ShouldBe(0);
        string[] Untested() => _apisnoop.Run("export-data", "untested", "-").Out.Split('\n');
        Untested().ShouldContain(l => l.EndsWith("createCoreV1NamespacedPodEviction\r", StringComparison.Ordinal)
            || l.EndsWith("createCoreV1NamespacedPodEviction", StringComparison.Ordinal));

        var list = _apisnoop.Write("ineligible_endpoints.yaml", """
            - endpoint: createCoreV1NamespacedPodEviction
              reason: not today
              link: https://example.org
            """);
        var import = _apisnoop.Run("conformance", "import", list);

        import.Code.ShouldBe(0, import.Error);
        Untested().ShouldNotContain(l => l.Contains("createCoreV1NamespacedPodEviction", StringComparison.Ordinal));
        _apisnoop.Run("sql", "select reason from conformance.ineligible_endpoint where endpoint like '%PodEviction'", "-o", "csv").Out
            .ShouldContain("not today");
    }

    [Fact]
    public void An_imported_pending_list_excuses()
    {
        var ids = _apisnoop.Run("gate", "--release", "1.34").Out.Split('\n').SkipWhile(l => l != "UNTESTED ENDPOINTS").Skip(1)
            .TakeWhile(l => l[0] != '-').ToList();
        ids.Count.ShouldBe(41);

        var list = _apisnoop.Write("pending.yaml", string.Concat(ids.Select(i => $"- {i}\n")));
        _apisnoop.Run("conformance", "import", list).Code.ShouldBe(0);

        var gate = _apisnoop.Run("gate", "--release", "1.34");
        gate.Code.ShouldBe(0, gate.Out);
        gate.Out.ShouldContain("PENDING ENDPOINTS (excused)");
    }

    [Fact]
    public void The_gate_writes_a_junit_report_and_a_summary_beside_its_table()
    {
        var gate = _apisnoop.Run(
            "gate", "--release", "1.33", "--junit", "gate.xml", "--summary", "summary.md", "--output", "csv");

        gate.Code.ShouldBe(10);
        gate.Out.ShouldContain("untested,get,/apis/networking.k8s.io/v1/servicecidrs/{name}/status,1.33,");
        var suite = XDocument.Load(Path.Combine(_apisnoop.Folder, "gate.xml")).Root!;
        suite.Attribute("tests")!.Value.ShouldBe("10");
        suite.Attribute("failures")!.Value.ShouldBe("1");
        suite.Elements("testcase").Single(c => c.Element("failure") is not null).Attribute("classname")!.Value
            .ShouldBe("networking.k8s.io/v1");
        var summary = File.ReadAllText(Path.Combine(_apisnoop.Folder, "summary.md"));
        summary.ShouldStartWith("## Conformance gate of Kubernetes 1.33: failed");
        summary.ShouldContain("| 10 | 9 | 1 | – | 0 |");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("markdown")]
    [InlineData("table")]
    public void Every_command_prints_every_format(string format)
    {
        string[][] lines =
        [
            ["conformance", "status"], ["conformance", "status", "1.36"], ["conformance", "progress"],
            ["conformance", "progress", "--by", "introduction"], ["conformance", "endpoints", "1.34", "--untested"],
            ["conformance", "tests", "1.36"], ["conformance", "propose", "--release", "1.34"], ["diff", "1.35", "1.36"],
            ["gate", "--release", "1.36"],
        ];
        foreach (var line in lines)
        {
            var run = _apisnoop.Run([.. line, "--output", format]);
            run.Code.ShouldBe(0, string.Join(' ', line) + run.Error);
            run.Out.ShouldNotBeEmpty();
            if (format == "json") JsonDocument.Parse(run.Out).Dispose();
        }
    }

    [Fact]
    public void Status_and_endpoints_answer_without_any_log()
    {
        using var status = JsonDocument.Parse(_apisnoop.Run("conformance", "status", "1.36", "--output", "json").Out);
        var row = status.RootElement[0];
        (row.GetProperty("eligible").GetInt32(), row.GetProperty("conformance tested").GetInt32(), row.GetProperty("owed").GetInt32())
            .ShouldBe((565, 563, 2));

        var untested = _apisnoop.Run("conformance", "endpoints", "1.36", "--untested", "--output", "csv").Out;
        untested.ShouldContain("getServiceAccountIssuerOpenIDConfiguration");
        untested.Trim().Split('\n').Length.ShouldBe(3);
        _apisnoop.Run("conformance", "endpoints", "--ineligible", "--output", "csv").Out.ShouldContain("issues/95930");
        _apisnoop.Run("conformance", "endpoints", "1.34", "--new", "--output", "csv").Out.Trim().Split('\n').Length.ShouldBe(42);
        _apisnoop.Run("conformance", "endpoints", "--since", "1.34", "--output", "csv").Out.Trim().Split('\n').Length.ShouldBe(41 + 14 + 1);
        _apisnoop.Run("conformance", "endpoints", "--pending", "--output", "csv").Out.Trim().Split('\n').Length.ShouldBe(14);
    }

    [Fact]
    public void Tests_of_an_endpoint_are_listed_with_file_promotion_and_releases()
    {
        var tests = _apisnoop.Run("conformance", "tests", "1.36", "--endpoint", "readCoreV1NamespaceStatus", "--output", "csv").Out;

        tests.ShouldContain("test/e2e/apimachinery/namespace.go");
        _apisnoop.Run("conformance", "tests", "1.36", "--endpoint", "nosuch").Error.ShouldContain("has no operation nosuch");
    }

    [Fact]
    public void Verify_results_says_what_is_not_complete()
    {
        var junit = Repository.Path("tests/data/e2e-serial/junit_01.xml.gz");
        var log = Repository.Path("tests/data/e2e-serial/e2e.log.gz");

        var run = _apisnoop.Run("verify-results", junit, "--e2e-log", log, "--release", "1.20");

        run.Code.ShouldBe(10);
        run.Error.ShouldContain(
            "Not complete: of the 311 conformance tests of Kubernetes 1.20 16 passed, 0 failed, 1 doubtful, 294 missing; 0 others passed.");
        run.Out.ShouldContain("doubtful");
        _apisnoop.Run("verify-results", junit, "--release", "1.99").Code.ShouldBe(3);
    }

    [Fact]
    public void A_recorded_test_is_proposed()
    {
        var log = _apisnoop.Write("audit.log", string.Join('\n',
            AuditText.Event("1", agent: "live-test/v1.34.0", uri: "/apis/resource.k8s.io/v1/deviceclasses"),
            AuditText.Event("2", agent: "live-test/v1.34.0", uri: "/api/v1/nodes")));
        _apisnoop.Run("load-audit", log, "mine", "--release", "1.34").Code.ShouldBe(0);

        var run = _apisnoop.Run("conformance", "propose", "mine", "--output", "csv");

        run.Code.ShouldBe(0, run.Error);
        run.Out.ShouldContain("true,get,/apis/resource.k8s.io/v1/deviceclasses,1,");
        run.Error.ShouldContain("It would add 1 endpoint: 505 of 551 eligible endpoints of 1.34 are conformance tested");
    }

    [Fact]
    public void Recordings_and_releases_are_compared()
    {
        var log = _apisnoop.Write("audit.log", AuditText.Event(
            "1", agent: "e2e.test/v1.36.0 -- [sig-node] only mine", uri: "/api/v1/nodes"));
        _apisnoop.Run("load-audit", log, "mine").Code.ShouldBe(0);

        var run = _apisnoop.Run("diff", "1.36", "mine", "--output", "markdown");

        run.Code.ShouldBe(0, run.Error);
        run.Out.ShouldStartWith("### From 1.36 to mine");
        run.Out.ShouldContain("1 no longer conformance tested");
        _apisnoop.Run("diff", "1.36", "mine", "--tests", "--output", "csv").Out.ShouldContain("added,false,[sig-node] only mine");
        _apisnoop.Run("diff", "1.36", "nosuch").Code.ShouldBe(1);
    }

    [Fact]
    public void The_gate_takes_half_a_second_at_most()
    {
        // The best of a few: another program may be using the processor. Not compiled ahead of time here, which is slower.
        var best = Enumerable.Range(0, 3).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            _apisnoop.Run("gate", "--release", "1.36").Code.ShouldBe(0);
            return watch.Elapsed;
        });
        best.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }
}
