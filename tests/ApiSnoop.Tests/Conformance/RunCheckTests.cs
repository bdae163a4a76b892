using System.IO.Compression;
using System.Text;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Runs;

namespace ApiSnoop.Tests.Conformance;

public class RunCheckTests
{
    static readonly ConformanceList s_list = new([new("[sig] a [Conformance]", "", "", null), new("[sig] b  [Conformance]", "", "", null)]);

    [Fact]
    public void A_run_is_complete_when_every_test_of_the_list_passed()
    {
        var check = Check(Case("[sig] a [Conformance]"), Case("[sig] b  [Conformance]"));

        check.IsComplete.ShouldBeTrue();
        check.Count(RunState.Passed).ShouldBe(2);
    }

    [Fact]
    public void Ginkgo_2_puts_the_kind_of_node_before_a_test_and_its_suite_is_no_test()
    {
        var check = Check(
            Case("[ReportBeforeSuite]"), Case("[SynchronizedBeforeSuite]"), Case("[It] [sig] a [Conformance]", " status=\"passed\""),
            Case("[It] [sig] b  [Conformance]", " status=\"passed\""), Case("[It] [sig] other", " status=\"skipped\"", "<skipped/>"));

        check.IsComplete.ShouldBeTrue();
        check.Tests.Length.ShouldBe(2);
    }

    [Fact]
    public void What_is_missing_skipped_failed_and_extra_is_named()
    {
        var check = Check(
            Case("[sig] a [Conformance]", inside: "<failure type=\"Failure\">boom</failure>"),
            Case("[sig] b  [Conformance]", inside: "<skipped/>"),
            Case("[sig] c"), Case("[sig] d", inside: "<skipped/>"));

        check.IsComplete.ShouldBeFalse();
        check.Tests.ShouldBe([
            new("[sig] a [Conformance]", RunState.Failed, "failed"),
            new("[sig] b  [Conformance]", RunState.Missing, "skipped"),
            new("[sig] c", RunState.Extra, "not in the release's list"),
        ]);
        Check(Case("[sig] a [Conformance]")).Tests.ShouldContain(
            new CheckedTest("[sig] b  [Conformance]", RunState.Missing, "not in the junit report"));
    }

    [Fact]
    public void A_test_that_the_log_does_not_say_passed_is_doubtful()
    {
        var log = E2eLog.Read(new StringReader("""
            {"msg":"PASSED [sig] a [Conformance]","total":2,"completed":1,"skipped":0,"failed":0}
            Received interrupt.  Running AfterSuite...
            {"msg":"Test Suite completed","total":2,"completed":1,"skipped":0,"failed":0}
            """));

        var check = RunCheck.Of(new(1, 20), s_list, Junit(Case("[sig] a [Conformance]"), Case("[sig] b  [Conformance]")), log);

        check.IsComplete.ShouldBeFalse();
        check.Tests[0].State.ShouldBe(RunState.Doubtful);
        check.Tests[0].Name.ShouldBe("[sig] b  [Conformance]");
        check.Disagreements.ShouldBe([
            "The junit report says that 2 tests ran, the log that 1 were completed.", "The run was interrupted."]);
    }

    [Fact]
    public void A_log_that_says_failed_is_not_outvoted_by_the_report()
    {
        var log = E2eLog.Read(new StringReader(
            "\u001b[1m{\"msg\":\"FAILED [sig] \\\"a\\\" [Conformance]\",\"total\":1,\"completed\":1,\"skipped\":0,\"failed\":1}"));
        var list = new ConformanceList([new("[sig] \"a\" [Conformance]", "", "", null)]);

        RunCheck.Of(new(1, 20), list, Junit(Case("[sig] &quot;a&quot; [Conformance]")), log).Tests
            .ShouldBe([new("[sig] \"a\" [Conformance]", RunState.Doubtful, "passed by the junit report, failed by the log")]);
    }

    [Fact]
    public void A_real_run_that_was_stopped_in_its_seventeenth_test()
    {
        var list = ConformanceFacts.For(new(1, 20));
        using var junit = Gzip("e2e-serial/junit_01.xml.gz");
        using var log = new StreamReader(Gzip("e2e-serial/e2e.log.gz"));

        var check = RunCheck.Of(new(1, 20), list, JunitReport.Read(junit, "junit_01.xml"), E2eLog.Read(log));

        check.IsComplete.ShouldBeFalse();
        check.Count(RunState.Passed).ShouldBe(16);
        check.Tests.Where(t => t.State == RunState.Doubtful).Select(t => t.Name).ShouldBe([
            "[k8s.io] [sig-node] Events should be sent by kubelets and the scheduler about pods scheduling and running  [Conformance]"]);
        check.Disagreements.ShouldBe(["The junit report says that 17 tests ran, and has 16 of them.", "The run was interrupted."]);
        check.Count(RunState.Missing).ShouldBe(311 - 17);
        check.Count(RunState.Extra).ShouldBe(0);
    }

    [Theory]
    [InlineData("<html/>", "j.xml: this is no junit report")]
    [InlineData("hello", "j.xml:1: not valid XML")]
    [InlineData("<testsuite>\n<testcase name=\"a\">", "j.xml:2: not valid XML")]
    [InlineData("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><testsuite/>", "j.xml:1: not valid XML")]
    public void What_is_no_report_is_told(string text, string message) =>
        Should.Throw<InvalidDataException>(() => JunitReport.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "j.xml"))
            .Message.ShouldStartWith(message);

    static RunCheck Check(params string[] cases) => RunCheck.Of(new(1, 20), s_list, Junit(cases), null);

    static JunitReport Junit(params string[] cases) => JunitReport.Read(
        new MemoryStream(Encoding.UTF8.GetBytes($"<testsuites><testsuite>{string.Concat(cases)}</testsuite></testsuites>")), "j");

    static string Case(string name, string attributes = "", string inside = "") =>
        $"<testcase name=\"{name}\" classname=\"e2e\"{attributes}>{inside}</testcase>";

    static GZipStream Gzip(string file) => new(File.OpenRead(Repository.Path("tests/data/" + file)), CompressionMode.Decompress);
}
