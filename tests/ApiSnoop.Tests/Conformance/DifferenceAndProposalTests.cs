using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Proposals;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Conformance.Verdicts;
using ApiSnoop.Tests.Catalog;

namespace ApiSnoop.Tests.Conformance;

public class DifferenceAndProposalTests
{
    [Fact]
    public void A_run_compared_with_itself_is_the_same()
    {
        var same = ResultsDifference.Between(Results("1.36"), Results("1.36"));

        same.Endpoints.ShouldBeEmpty();
        same.TestsAdded.ShouldBeEmpty();
        same.TestsRemoved.ShouldBeEmpty();
    }

    [Fact]
    public void From_1_34_to_1_35_the_debt_was_paid()
    {
        var difference = ResultsDifference.Between(Results("1.34"), Results("1.35"));

        // By brute force: what is conformance tested in the one and not in the other.
        var (before, after) = (Conformance("1.34"), Conformance("1.35"));
        difference.Endpoints.Where(e => e.Kind == ChangeKind.NewlyConformanceTested).Select(e => e.Operation.Id)
            .ShouldBe(after.Except(before), ignoreOrder: true);
        difference.Endpoints.Where(e => e.Kind is ChangeKind.NoLongerConformanceTested).Select(e => e.Operation.Id)
            .ShouldBe(before.Except(after).Where(Results("1.35").IsTested), ignoreOrder: true);
        var (tests, others) = (Names("1.34"), Names("1.35"));
        difference.TestsAdded.Select(t => t.Name).ShouldBe(others.Except(tests), ignoreOrder: true);
        difference.TestsRemoved.Select(t => t.Name).ShouldBe(tests.Except(others), ignoreOrder: true);
    }

    [Fact]
    public void What_is_turned_around_is_turned_around()
    {
        var there = ResultsDifference.Between(Results("1.21"), Results("1.22"));
        var back = ResultsDifference.Between(Results("1.22"), Results("1.21"));

        back.Count(ChangeKind.NewlyTested).ShouldBe(there.Endpoints.Count(e => e.Kind == ChangeKind.NoLongerTested
            && !Results("1.21").IsConformanceTested(e.Operation.Id)));
        back.Count(ChangeKind.Added).ShouldBe(there.Count(ChangeKind.Removed));
        back.TestsAdded.ShouldBe(there.TestsRemoved);
    }

    [Fact]
    public void A_proposed_test_adds_what_is_eligible_and_untested_today()
    {
        var proposal = ProposedTest.Of(Standing("1.34"), new Dictionary<string, long>
        {
            ["createResourceV1DeviceClass"] = 3,
            ["listCoreV1Node"] = 7,
            ["connectCoreV1GetNodeProxy"] = 1,
            ["noSuchOperation"] = 9,
        });

        proposal.Hits.Select(h => (h.Endpoint.Operation.Id, h.Requests, h.Adds)).ShouldBe([
            ("createResourceV1DeviceClass", 3, true), ("listCoreV1Node", 7, false), ("connectCoreV1GetNodeProxy", 1, false)]);
        (proposal.Eligible, proposal.TestedToday, proposal.Added).ShouldBe((551, 505, 1));
    }

    [Fact]
    public void Tests_to_promote_come_in_the_order_of_what_is_left_to_cover()
    {
        var standing = Standing("1.34");
        var candidates = PromotionCandidate.Of(standing);

        // None covers what one before it covers, none is a conformance test, and together they cover all that any test hits.
        var covered = candidates.SelectMany(c => c.Endpoints).Select(e => e.Operation.Id).ToList();
        covered.ShouldBeUnique();
        covered.ShouldBe(
            standing.Eligible.Where(e => !e.ConformanceTested && e.Tests.Length > 0).Select(e => e.Operation.Id), ignoreOrder: true);
        candidates.Select(c => c.Endpoints.Length).ShouldBeInOrder(SortDirection.Descending);
        candidates.ShouldAllBe(c => !standing.Results.Tests.Single(t => t.Name == c.Test).Conformance);
        candidates.ShouldNotBeEmpty();
    }

    [Fact]
    public void Kinds_without_tests_are_counted_with_what_one_test_of_their_life_would_cover()
    {
        var kinds = UntestedKind.Of(Standing("1.34"));

        kinds.Sum(k => k.Untested.Length).ShouldBe(551 - 505);
        kinds[0].Untested.Length.ShouldBeGreaterThanOrEqualTo(kinds[^1].Untested.Length);
        kinds.Select(k => (k.Group, k.Kind)).ShouldContain(("resource.k8s.io", "DeviceClass"));
    }

    static ReleaseStanding Standing(string release) => ReleaseStanding.Of(Results(release), KnownConformance.Shipped);

    static TestResults Results(string release) => KnownConformance.Shipped.Results(Published.Version(release))!;

    static HashSet<string> Conformance(string release) =>
        Results(release).Endpoints.Where(e => e.Value.ConformanceTested).Select(e => e.Key).ToHashSet();

    static HashSet<string> Names(string release) => Results(release).Tests.Select(t => t.Name).ToHashSet();
}
