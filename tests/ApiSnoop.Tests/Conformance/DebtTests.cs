using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Tests.Catalog;

namespace ApiSnoop.Tests.Conformance;

/// <summary>What each release owed when it came out, by the rule of the gate and today's lists.</summary>
public class DebtTests
{
    static readonly Lazy<Dictionary<string, ReleaseProgress>> s_all =
        new(() => ReleaseProgress.All(KnownConformance.Shipped).ToDictionary(r => r.Release.ToString()));

    [Theory]
    [InlineData("1.17", 0, 0)]
    [InlineData("1.18", 7, 7)]
    [InlineData("1.19", 41, 0)]
    [InlineData("1.20", 10, 2)]
    [InlineData("1.21", 35, 3)]
    [InlineData("1.22", 0, 0)]
    [InlineData("1.23", 2, 0)]
    [InlineData("1.24", 11, 3)]
    [InlineData("1.25", 0, 0)]
    [InlineData("1.26", 0, 0)]
    [InlineData("1.27", 0, 0)]
    [InlineData("1.28", 0, 0)]
    [InlineData("1.29", 21, 0)]
    [InlineData("1.30", 17, 0)]
    [InlineData("1.31", 0, 0)]
    [InlineData("1.32", 3, 3)]
    [InlineData("1.33", 10, 1)]
    [InlineData("1.34", 41, 41)]
    [InlineData("1.35", 0, 0)]
    [InlineData("1.36", 14, 0)]
    public void A_release_owes_the_new_endpoints_that_it_does_not_test(string release, int brought, int owed)
    {
        var progress = s_all.Value[release];

        progress.Standing.New.Count().ShouldBe(brought);
        progress.Debt.ShouldBe(owed);
    }

    [Theory]
    [InlineData("1.18", "CSIDriver")]
    [InlineData("1.20", "OpenID")]
    [InlineData("1.21", "PodEphemeralcontainers")]
    [InlineData("1.24", "NetworkPolicyStatus")]
    [InlineData("1.32", "PodResize")]
    [InlineData("1.33", "ServiceCIDRStatus")]
    public void What_is_owed_is_named(string release, string part) =>
        s_all.Value[release].Standing.Debt.ShouldAllBe(e => e.Operation.Id.Contains(part));

    [Fact]
    public void Old_debt_is_paid_and_lost_by_name()
    {
        // Without the debt of 1.34 that 1.35 paid, the two OpenID endpoints are all that is owed.
        s_all.Value["1.35"].Paid.Length.ShouldBe(44);
        s_all.Value["1.36"].Standing.Owed.Select(e => e.Operation.Id)
            .ShouldBe(["getServiceAccountIssuerOpenIDConfiguration", "getServiceAccountIssuerOpenIDKeyset"]);
        s_all.Value["1.22"].Lost.Select(e => e.Operation.Id)
            .ShouldBe(["createAuthorizationV1SubjectAccessReview", "replaceCoreV1Namespace"]);
        s_all.Value["1.27"].Lost.ShouldAllBe(e => e.Operation.Id.EndsWith("APIResources"));
    }

    [Fact]
    public void Every_endpoint_that_is_tested_was_before_or_is_new_or_paid()
    {
        foreach (var progress in s_all.Value.Values.Where(p => p.Before is not null))
        {
            var before = progress.Before!.Results;
            progress.Standing.Eligible.Count(e => e.ConformanceTested && !e.New && before.IsConformanceTested(e.Operation.Id))
                .ShouldBe(progress.TestedBefore, progress.Release.ToString());
        }
    }

    [Fact]
    public void All_thirteen_pending_endpoints_have_been_tested_since_1_32_and_the_list_is_behind()
    {
        s_all.Value["1.31"].Standing.Endpoints.Count(e => e.StalePending).ShouldBe(0);
        s_all.Value["1.31"].Pending.ShouldBe(13);
        s_all.Value["1.32"].Standing.Endpoints.Count(e => e.StalePending).ShouldBe(13);
        s_all.Value["1.36"].Pending.ShouldBe(0);
    }

    // Eligible by the list of the day, as it was published; ours is by the list of today. Three causes make the whole of each
    // difference: endpoints that became ineligible or ceased to be, levels that were read from the text of a path, and for both
    // OpenID endpoints a level set by hand.
    [Theory]
    [InlineData("1.20", 418, 411)]
    [InlineData("1.21", 450, 448)]
    [InlineData("1.22", 441, 448)]
    [InlineData("1.23", 422, 450)]
    [InlineData("1.24", 406, 461)]
    [InlineData("1.25", 403, 461)]
    [InlineData("1.26", 401, 461)]
    [InlineData("1.27", 465, 461)]
    [InlineData("1.28", 461, 458)]
    [InlineData("1.29", 482, 480)]
    [InlineData("1.30", 497, 497)]
    [InlineData("1.31", 497, 497)]
    [InlineData("1.32", 500, 500)]
    [InlineData("1.33", 510, 510)]
    [InlineData("1.34", 551, 551)]
    [InlineData("1.35", 549, 551)]
    [InlineData("1.36", 563, 565)]
    public void A_change_of_lists_is_shown_as_a_change(string release, int then, int now)
    {
        s_all.Value[release].OfTheDay!.Eligible.ShouldBe(then);
        s_all.Value[release].Eligible.ShouldBe(now);
    }

    [Theory]
    [InlineData("1.35")]
    [InlineData("1.36")]
    public void With_the_published_levels_and_todays_list_the_published_eligible_totals_come_out(string release)
    {
        // These two were published with the list that ships.
        var results = KnownConformance.Shipped.Results(Published.Version(release))!;
        var eligible = results.Release.Operations
            .Where(o => !o.Deprecated && Stability.PublishedLevel(o, results.Release.Version) == Level.Stable
                && !ConformanceFacts.Ineligible.ContainsKey(o.Id))
            .ToList();

        eligible.Count.ShouldBe(results.Origin.Totals!.Eligible);
        eligible.Count(o => results.IsConformanceTested(o.Id)).ShouldBe(results.Origin.Totals.EligibleTested);
        // Ours has the two OpenID endpoints beside them: the original project set them to beta.
        s_all.Value[release].Standing.Eligible.Select(e => e.Operation.Id).Except(eligible.Select(o => o.Id))
            .ShouldBe(["getServiceAccountIssuerOpenIDConfiguration", "getServiceAccountIssuerOpenIDKeyset"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("1.20", 8, 8)]
    [InlineData("1.21", 32, 32)]
    [InlineData("1.22", 0, 0)]
    [InlineData("1.23", 13, 2)]
    [InlineData("1.24", 8, 8)]
    [InlineData("1.29", 21, 21)]
    [InlineData("1.30", 17, 17)]
    [InlineData("1.32", 3, 0)]
    [InlineData("1.33", 10, 9)]
    [InlineData("1.34", 41, 0)]
    [InlineData("1.36", 14, 14)]
    public void New_endpoints_as_published_are_ours_but_for_causes_that_have_names(string release, int brought, int tested)
    {
        var progress = s_all.Value[release];
        (progress.OfTheDay!.New, progress.OfTheDay.NewTested).ShouldBe((brought, tested));

        var ours = progress.New.Select(e => e.Operation.Id).ToList();
        var because = release switch
        {
            // The OpenID pair was beta by hand.
            "1.20" => ours.Count(id => id.Contains("OpenID", StringComparison.Ordinal)),
            // Ephemeral containers and the status of network policies were on the ineligible list of the day.
            "1.21" => ours.Count(id => id.Contains("Ephemeralcontainers", StringComparison.Ordinal)),
            "1.24" => ours.Count(id => id.Contains("NetworkPolicyStatus", StringComparison.Ordinal)),
            // Eleven endpoints of autoscaling/v2 became ineligible later: they are optional.
            "1.23" => -progress.Standing.Endpoints.Count(e => e is { New: true, Demand: Demand.Ineligible }),
            _ => 0,
        };
        (ours.Count - because).ShouldBe(brought);
    }
}
