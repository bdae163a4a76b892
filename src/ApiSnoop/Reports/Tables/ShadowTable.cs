using ApiSnoop.Matching;

namespace ApiSnoop.Reports.Tables;

/// <summary>Requests that matched no operation, summed: by reason, and the shadow APIs by group.</summary>
public static class ShadowTable
{
    /// <summary>A row a reason, the most requests first.</summary>
    public static Table ByReason(IEnumerable<AppCoverage> apps) => Table.Of(
        ["reason", "requests", "different things", "user agents", "apps"],
        from miss in Misses(apps)
        group miss by miss.Target.Reason into reason
        let requests = reason.Sum(m => m.Requests)
        orderby requests descending
        select new object?[]
        {
            reason.Key.Text(), requests, reason.Select(m => m.Target.Name).Distinct().Count(), reason.Select(m => m.Agent).Distinct()
                .Count(),
            reason.Select(m => m.App).Distinct().Count(),
        });

    /// <summary>A row a group that Kubernetes itself does not serve: custom resources and aggregated APIs.</summary>
    public static Table Groups(IEnumerable<AppCoverage> apps) => Table.Of(
        ["group", "reason", "requests", "resources", "user agents", "apps", "a URI"],
        from miss in Misses(apps)
        where miss.Target.Reason is MissReason.CustomResource or MissReason.AggregatedApi
        group miss by (Group: GroupOf(miss.Target.Name), miss.Target.Reason) into shadow
        let requests = shadow.Sum(m => m.Requests)
        orderby requests descending, shadow.Key.Group
        select new object?[]
        {
            shadow.Key.Group, shadow.Key.Reason.Text(), requests, shadow.Select(m => m.Target.Name).Distinct().Count(),
            shadow.Select(m => m.Agent).Distinct()
                .Count(), string.Join(' ', shadow.Select(m => m.App).Distinct().Order(StringComparer.Ordinal)),
            shadow.Min(m => m.Target.SampleUri),
        });

    /// <summary>The group of a name such as <c>stable.example.com/v1 crontabs</c>.</summary>
    public static string GroupOf(string name)
    {
        var end = name.AsSpan().IndexOfAny('/', ' ');
        return end < 0 ? name : name[..end];
    }

    sealed record Miss(string App, Recording.Target Target, string Agent, long Requests);

    static List<Miss> Misses(IEnumerable<AppCoverage> apps) =>
    [
        .. from app in apps
           let once = Counted(app.Unshared.Cube)
           from target in Counted(app.Cube).Keys
           select new Miss(
               app.App, app.Cube.Targets[target.Target], app.Cube.Agents[target.Agent], once.GetValueOrDefault(target)),
    ];

    static Dictionary<(int Target, int Agent), long> Counted(Recording.Cube cube) => cube.Cells
        .Where(c => cube.Targets[c.Target].OperationId is null).GroupBy(c => (c.Target, c.Agent))
        .ToDictionary(g => g.Key, g => g.Sum(c => c.Requests));
}
