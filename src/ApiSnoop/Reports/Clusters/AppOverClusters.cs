using System.Collections.Immutable;

namespace ApiSnoop.Reports.Clusters;

/// <summary>An app of which there are recordings in several clusters: <c>east/prometheus</c> and <c>west/prometheus</c>.</summary>
/// <param name="App">The app's name in each of them.</param>
/// <param name="Recordings">The names of the recordings, sorted.</param>
public sealed record AppOverClusters(string App, ImmutableArray<string> Recordings)
{
    const string Every = "*/";

    /// <summary>The name that stands for all of them.</summary>
    public string Name => Every + App;

    /// <summary>The apps that are in more than one cluster, sorted by name.</summary>
    /// <param name="names">The names of all recordings.</param>
    public static ImmutableArray<AppOverClusters> In(IEnumerable<string> names) =>
    [
        .. from name in names
           let parts = Parts(name)
           where parts.Cluster.Length > 0 && parts.App.Length > 0
           group name by parts.App into apps
           where apps.Count() > 1
           orderby apps.Key
           select new AppOverClusters(apps.Key, [.. apps.Order(StringComparer.Ordinal)]),
    ];

    /// <summary>The app that a recording is of, if it is in other clusters too; else null.</summary>
    /// <param name="name">The recording's name.</param>
    /// <param name="names">The names of all recordings.</param>
    public static AppOverClusters? With(string name, IEnumerable<string> names) =>
        Parts(name) is { Cluster.Length: > 0, App: { Length: > 0 } app } ? In(names).FirstOrDefault(a => a.App == app) : null;

    /// <summary>What a name that stands for several recordings is shown as: an app's without its clusters, else as it is.</summary>
    public static string Shown(string name) =>
        name.StartsWith(Every, StringComparison.Ordinal) && !NamedRecordings.IsPattern(name[Every.Length..]) ? name[Every.Length..] : name;

    /// <summary>A name's cluster, empty without one, and its app: what is behind the last slash.</summary>
    public static (string Cluster, string App) Parts(string name)
    {
        var slash = name.LastIndexOf('/');
        return slash < 0 ? ("", name) : (name[..slash], name[(slash + 1)..]);
    }
}
