using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Import;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Conformance.Verdicts;
using ApiSnoop.Tests.Catalog;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Conformance;

public sealed class GateTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_gate_on_1_34_fails_with_its_41_new_endpoints()
    {
        var verdict = Judge("1.34");

        verdict.IsGiven.ShouldBeTrue();
        verdict.Passed.ShouldBeFalse();
        verdict.New.Count().ShouldBe(41);
        verdict.Untested.Length.ShouldBe(41);
        verdict.Untested.Select(e => e.Operation.Id).ShouldContain("createResourceV1DeviceClass");
        verdict.Regressed.ShouldBeEmpty();
    }

    [Fact]
    public void With_the_41_on_an_imported_pending_list_it_passes()
    {
        var ids = Judge("1.34").Untested.Select(e => e.Operation.Id).ToList();
        Import("pending_eligible_endpoints.yaml", "---\n" + string.Concat(ids.Select(id => $"- {id}\n")));

        var verdict = Judge("1.34", known: Known());

        verdict.Passed.ShouldBeTrue();
        verdict.Pending.Count().ShouldBe(41);
        verdict.New.ShouldBeEmpty();
    }

    [Fact]
    public void The_gate_on_1_36_passes_with_14_of_14()
    {
        var verdict = Judge("1.36", baseline: "1.35");

        verdict.Passed.ShouldBeTrue();
        verdict.New.Count(e => e.ConformanceTested).ShouldBe(14);
        verdict.New.Count().ShouldBe(14);
        verdict.StalePending.Count().ShouldBe(13);
    }

    [Fact]
    public void What_the_baseline_tested_and_the_release_does_not_is_a_regression_by_name()
    {
        Judge("1.22", baseline: "1.21").Regressed.Select(e => e.Operation.Id)
            .ShouldBe(["createAuthorizationV1SubjectAccessReview", "replaceCoreV1Namespace"]);
        Judge("1.22").Passed.ShouldBeTrue();
        Judge("1.27", baseline: "1.26").Regressed.Length.ShouldBe(12);
    }

    [Fact]
    public void A_published_file_that_calls_the_index_of_an_alpha_only_group_stable_passes()
    {
        // As the job of today would have it: new, "stable" by the text of its path, and tested by nobody.
        Import("1.97.0.json", Published97("""
            {"endpoint": "getInternalApiserverNewAPIGroup", "path": "/apis/new.internal.apiserver.k8s.io/", "level": "stable",
             "category": "x", "kind": null, "action": null, "tested": false, "conf_tested": false, "tests": [null]},
            {"endpoint": "createInternalApiserverNewV1alpha1Thing", "path": "/apis/new.internal.apiserver.k8s.io/v1alpha1/things",
             "level": "alpha", "category": "x", "kind": "Thing", "action": "post", "tested": false, "conf_tested": false, "tests": [null]}
            """));

        Judge("1.97", known: Known()).Passed.ShouldBeTrue();
    }

    [Fact]
    public void A_new_stable_endpoint_without_a_test_fails_whatever_level_the_file_gives_it()
    {
        Import("1.97.0.json", Published97("""
            {"endpoint": "readNewV1Thing", "path": "/apis/new/v1/things/{name}", "level": "alpha", "category": "x", "kind": "Thing",
             "action": "get", "tested": true, "conf_tested": false, "tests": ["[sig-x] a"]}
            """));

        Judge("1.97", known: Known()).Untested.Select(e => e.Operation.Id).ShouldBe(["readNewV1Thing"]);
    }

    [Fact]
    public void Results_of_another_release_give_no_verdict()
    {
        var verdict = Gate.Judge(new(1, 36), Results("1.20"), null, KnownConformance.Shipped, LeastTests.Usual);

        verdict.IsGiven.ShouldBeFalse();
        verdict.Problem!.ShouldContain("are of 1.20, not of Kubernetes 1.36");
        verdict.Untested.ShouldBeEmpty();
    }

    [Fact]
    public void Missing_results_give_no_verdict() =>
        Gate.Judge(new(1, 16), null, null, KnownConformance.Shipped, LeastTests.Usual).Problem
            .ShouldBe("There are no results of Kubernetes 1.16.");

    [Fact]
    public void Results_that_saw_too_few_tests_give_no_verdict_and_never_untested_endpoints()
    {
        var whole = Results("1.34");
        var seen = whole.Hitting().Take(100).ToHashSet();
        var thin = whole with
        {
            Endpoints = whole.Endpoints.Where(e => e.Value.Tests.Any(seen.Contains))
                .ToDictionary(e => e.Key, e => e.Value with { Tests = [.. e.Value.Tests.Where(seen.Contains)] }),
        };

        var verdict = Gate.Judge(new(1, 34), thin, null, KnownConformance.Shipped, LeastTests.Usual);

        verdict.Problem!.ShouldContain("of the list's 424 tests were seen, and 382 are needed");
        verdict.Untested.ShouldBeEmpty();
        Gate.Judge(new(1, 34), thin, null, KnownConformance.Shipped, new(1, IsShare: false)).Untested.Length.ShouldBe(41);
    }

    [Theory]
    [InlineData("300", 311, 300)]
    [InlineData("90%", 311, 280)]
    [InlineData("92.5%", 311, 288)]
    public void As_many_tests_are_asked_for_as_one_wishes(string text, int listed, int needed)
    {
        LeastTests.TryParse(text, out var least).ShouldBeTrue();
        least.Of(listed).ShouldBe(needed);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("101%")]
    [InlineData("1.5")]
    [InlineData("")]
    public void What_is_no_number_of_tests_is_refused(string text) => LeastTests.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_shipped_release_saw_enough_of_its_list()
    {
        foreach (var release in KnownConformance.Shipped.Releases)
            Judge(release.ToString()).IsGiven.ShouldBeTrue(release.ToString());
    }

    static GateVerdict Judge(string release, string? baseline = null, KnownConformance? known = null) => Gate.Judge(
        Published.Version(release), (known ?? KnownConformance.Shipped).Results(Published.Version(release)),
        baseline is null ? null : Results(baseline), known ?? KnownConformance.Shipped, LeastTests.Usual);

    static TestResults Results(string release) => KnownConformance.Shipped.Results(Published.Version(release))!;

    void Import(string name, string text) =>
        new ConformanceImport(_folder.Path).Add(ConformanceDocument.Read(name, Encoding.UTF8.GetBytes(text)), null);

    KnownConformance Known() => KnownConformance.Open(_folder.Path);

    static string Published97(string endpoints) => $$"""
        {"release": "1.97.0", "endpoints": [
          {"endpoint": "listCoreV1Node", "path": "/api/v1/nodes", "level": "stable", "category": "core", "kind": "Node", "action": "list",
           "tested": true, "conf_tested": true, "tests": ["[sig-x] b [Conformance]"]},
          {{endpoints}}],
         "tests": [{"test": "[sig-x] b [Conformance]", "conformance_test": true}]}
        """;
}
