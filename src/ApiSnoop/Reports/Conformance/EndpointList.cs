using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Reports.Conformance;

/// <summary>The lists of a release's eligible endpoints that bars lead to: the five of 2021, all, and what was lost.</summary>
public enum EndpointList : byte
{
    /// <summary>All that are eligible.</summary>
    All,

    /// <summary>Those that came with the release and have a conformance test.</summary>
    NewWithTests,

    /// <summary>Those that came with the release and have none.</summary>
    NewWithoutTests,

    /// <summary>Older ones that are tested since this release.</summary>
    OldCoveredByNew,

    /// <summary>All that have a conformance test.</summary>
    Tested,

    /// <summary>All that have none.</summary>
    Untested,

    /// <summary>Older ones that the release before tested and this one does not.</summary>
    Lost,
}

/// <summary>What is on a list of endpoints, and how it is called.</summary>
public static class EndpointLists
{
    /// <summary>All lists, with their names in addresses and their headings.</summary>
    public static IReadOnlyList<(EndpointList List, string Name, string Words)> All { get; } =
    [
        (EndpointList.All, "all", "Eligible"),
        (EndpointList.NewWithTests, "promoted-with-tests", "New, with tests"),
        (EndpointList.NewWithoutTests, "promoted-without-tests", "New, without tests"),
        (EndpointList.OldCoveredByNew, "old-covered-by-new", "Old debt paid"),
        (EndpointList.Tested, "tested", "Tested"),
        (EndpointList.Untested, "untested", "Untested"),
        (EndpointList.Lost, "lost", "Lost"),
    ];

    /// <summary>The endpoints of a list.</summary>
    public static IEnumerable<EndpointStanding> Of(ReleaseProgress release, EndpointList list) => list switch
    {
        EndpointList.NewWithTests => release.NewTested,
        EndpointList.NewWithoutTests => release.New.Where(e => !e.ConformanceTested),
        EndpointList.OldCoveredByNew => release.Paid,
        EndpointList.Tested => release.Standing.Eligible.Where(e => e.ConformanceTested),
        EndpointList.Untested => release.Standing.Eligible.Where(e => !e.ConformanceTested),
        EndpointList.Lost => release.Lost,
        _ => release.Standing.Eligible,
    };

    /// <summary>The name of a list in addresses.</summary>
    public static string NameOf(EndpointList list) => All.First(l => l.List == list).Name;
}
