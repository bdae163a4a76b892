using ApiSnoop.Coverage;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Loading;

/// <summary>Guesses what a recording is of, by its name, by who made its requests, and by the filters of its load.</summary>
static class KindGuess
{
    /// <summary>The users of Kubernetes' own control plane: where they are, the log is a whole cluster's.</summary>
    /// <remarks>Source: the certificates that kubeadm makes, and the name of the API server's own client.</remarks>
    static readonly string[] s_controlPlane = ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"];

    /// <summary>
    /// A run is called e2e or names tests; an app was picked out by who called, or has nobody of the control plane in it; all
    /// else is a cluster.
    /// </summary>
    /// <param name="request">The load.</param>
    /// <param name="cells">What was counted.</param>
    /// <param name="dimensions">The texts of what was counted.</param>
    public static RecordingKind Of(LoadRequest request, IEnumerable<Cell> cells, Dimensions dimensions)
    {
        if (request.App == Manifest.TestRun) return RecordingKind.Run;
        var (agents, users) = (new HashSet<int>(), new HashSet<int>());
        foreach (var cell in cells)
        {
            agents.Add(cell.Agent);
            users.Add(cell.User);
        }

        var naming = new TestNaming(request.TestPattern, null);
        if (agents.Any(a => naming.Of(dimensions.Agents[a]) is not null)) return RecordingKind.Run;
        return PicksWho(request.Filter) || !users.Any(u => IsControlPlane(dimensions.Users[u])) ? RecordingKind.App : RecordingKind.Cluster;
    }

    /// <summary>Whether a filter keeps somebody; one that only leaves somebody out keeps the rest of a cluster.</summary>
    static bool PicksWho(LoadFilterTerms filter) =>
        filter.UserAgents.Concat(filter.Users).Concat(filter.ServiceAccounts).Any(p => !p.Negated);

    static bool IsControlPlane(string user) =>
        s_controlPlane.Contains(user) || user.StartsWith("system:node:", StringComparison.Ordinal);
}
