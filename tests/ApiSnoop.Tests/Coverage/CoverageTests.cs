using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Reports;

namespace ApiSnoop.Tests.Coverage;

public class CoverageTests
{
    const string Listed = "e2e.test/v1.20 (linux) kubernetes/x -- [sig-node] Pods should run  twice [Conformance]";
    const string Unlisted = "e2e.test/v1.20 (linux) kubernetes/x -- [sig-node] Pods should -- run [Conformance]";
    const string Other = "e2e.test/v1.20 (linux) kubernetes/x -- [sig-node] Pods should stop";

    static readonly Release s_release = new("1.20",
    [
        new Operation { Id = "a", Method = ApiMethod.Get, Path = "/api/v1/a", Category = "core" },
        new Operation { Id = "b", Method = ApiMethod.Get, Path = "/api/v1/b", Category = "core" },
        new Operation { Id = "c", Method = ApiMethod.Get, Path = "/apis/x/v1beta1/c", Category = "x", Level = Level.Beta },
        new Operation { Id = "d", Method = ApiMethod.Get, Path = "/api/v1/watch/d", Category = "core", Deprecated = true },
    ], []);

    [Theory]
    [InlineData(
        "e2e.test/v1.20.2 (linux/amd64) kubernetes/faecb19 -- [k8s.io] A -- b  c [Slow]", "[k8s.io] A -- b  c [Slow]", "k8s.io Slow")]
    [InlineData("e2e.test -- x", "x", "")]
    [InlineData("e2e.test/v1.20.2 (linux/amd64) kubernetes/faecb19", null, null)]
    [InlineData("e2e.test/v1.20.2 -- ", null, null)]
    [InlineData("v1.25.0-e2e.test/v1.25.0 -- [sig-node] A", "[sig-node] A", "sig-node")]
    [InlineData("openshift-tests/v4 (linux/amd64) -- [sig-arch] B", "[sig-arch] B", "sig-arch")]
    [InlineData(" -- [sig] of no program", null, null)]
    public void A_test_is_what_follows_the_first_dashes_of_the_suites_user_agent(string agent, string? name, string? tags)
    {
        var found = TestName.TryParse(agent, out var test);

        found.ShouldBe(name is not null);
        test?.Name.ShouldBe(name);
        if (tags is not null) string.Join(' ', test!.Tags).ShouldBe(tags);
    }

    [Fact]
    public void Conformance_tested_is_hit_by_a_test_of_the_list_to_the_letter()
    {
        var list = new ConformanceList([new ConformanceTest("[sig-node] Pods should run  twice [Conformance]", "", "", null)]);

        var coverage = CoverageCounter.Count(s_release, Cube(("a", Listed, 200), ("b", Unlisted, 200), ("b", Other, 200)), list);

        State(coverage, "a").ShouldBe((true, true, true));
        State(coverage, "b").ShouldBe((true, true, false));
        coverage.Tests.Length.ShouldBe(3);
    }

    [Fact]
    public void Without_a_list_the_tag_decides()
    {
        var coverage = CoverageCounter.Count(s_release, Cube(("a", Unlisted, 200), ("b", Other, 200)), conformanceTests: null);

        State(coverage, "a").ShouldBe((true, true, true));
        State(coverage, "b").ShouldBe((true, true, false));
    }

    [Fact]
    public void What_only_other_clients_hit_is_hit_but_not_tested()
    {
        var coverage = CoverageCounter.Count(s_release, Cube(("a", Other, 200), ("b", "kubectl/v1", 200)), null);

        State(coverage, "b").ShouldBe((true, false, false));
        State(coverage, "c").ShouldBe((false, false, false));
    }

    [Fact]
    public void Where_the_log_names_no_tests_every_request_counts()
    {
        var coverage = CoverageCounter.Count(s_release, Cube(("a", "e2e.test/v1.9", 200)), null);

        coverage.NamesTests.ShouldBeFalse();
        State(coverage, "a").ShouldBe((true, true, false));
    }

    [Theory]
    [InlineData(Outcome.Reached, "a b c")]
    [InlineData(Outcome.Succeeded, "a")]
    [InlineData(Outcome.Refused, "b")]
    public void An_outcome_is_told_by_the_status_code(Outcome outcome, string hit)
    {
        var coverage =
            CoverageCounter.Count(
                s_release, Cube(("a", Other, 101), ("a", Other, 302), ("b", Other, 404), ("b", Other, 500), ("c", Other, 0)), null,
                    outcome);

        string.Join(' ', coverage.Endpoints.Where(e => e.Hit).Select(e => e.Operation.Id)).ShouldBe(hit);
    }

    [Fact]
    public void Deprecated_endpoints_are_left_out_unless_asked_for()
    {
        CoverageCounter.Count(s_release, Cube(), null).Endpoints.Length.ShouldBe(3);
        CoverageCounter.Count(s_release, Cube(), null, withDeprecated: true).Endpoints.Length.ShouldBe(4);
    }

    [Fact]
    public void A_filter_that_keeps_no_test_makes_nothing_tested()
    {
        var recording =
            new OpenRecording(
                new StoredRecording(
                    new Manifest { App = "e2e", Release = "1.20" }, Cube(("a", Other, 200), ("b", "kubectl/v1", 200)), [], "", null),
                        s_release);

        var coverage = recording.Coverage(RecordingFilter.All.With(FilterField.UserAgent, "kubectl/*")).Coverage;

        State(coverage, "b").ShouldBe((true, false, false));
        coverage.Endpoints.ShouldAllBe(e => !e.Tested);
    }

    [Fact]
    public void A_filter_that_keeps_nothing_keeps_nothing()
    {
        var cube = RecordingFilter.All.With(FilterField.Namespace, "nowhere").Apply(Cube(("a", Other, 200)), s_release);

        cube.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData("test", "should stop", 1)]
    [InlineData("test", "-should stop", 3)]
    [InlineData("test-tag", "Conformance", 2)]
    [InlineData("test-tag", "[Conformance]", 2)]
    [InlineData("test-tag", "-Conformance", 2)]
    [InlineData("user-agent", "kubectl", 1)]
    [InlineData("user-agent", "/^kubectl/", 1)]
    [InlineData("user-agent", "e2e.test/*", 3)]
    [InlineData("level", "beta", 1)]
    [InlineData("category", "-core", 1)]
    [InlineData("namespace", "", 4)]
    [InlineData("outcome", "refused", 1)]
    public void Filters_speak_one_vocabulary(string name, string value, long requests)
    {
        var filter = RecordingFilter.Parse([new(name, value)]);

        filter.Apply(
            Cube(("a", Listed, 200), ("b", Unlisted, 200), ("c", Other, 404), ("b", "kubectl/v1", 200)), s_release).Requests.ShouldBe(
                requests);
        RecordingFilter.Parse(filter.ToQuery()).ToQuery().ShouldBe(filter.ToQuery());
    }

    static (bool Hit, bool Tested, bool ConformanceTested) State(CoverageReport report, string id)
    {
        var use = report.Endpoints.Single(e => e.Operation.Id == id);
        return (use.Hit, use.Tested, use.ConformanceTested);
    }

    static Cube Cube(params (string Operation, string Agent, short Code)[] requests)
    {
        ImmutableArray<string> agents = [.. requests.Select(r => r.Agent).Distinct()];
        return new Cube(
            [.. s_release.Operations.Select(o => new Target(o.Id, MissReason.None, "", o.Path))], agents, ["u"], [""], ["get"],
            [.. requests.Select(r => new Cell(s_release.IndexOf(r.Operation), agents.IndexOf(r.Agent), 0, 0, 0, r.Code, 1))]);
    }
}
