namespace ApiSnoop.Reports.Endpoints;

/// <summary>Tells the programs that run the cluster itself from those that use it.</summary>
/// <remarks>By the name of the program, the user agent up to its first slash or space: what the components of Kubernetes
/// send by default, and what calls itself a controller or an operator.</remarks>
internal static class ControllerAgent
{
    static readonly string[] s_components =
    [
        "kube-controller-manager", "cloud-controller-manager", "kube-scheduler", "kube-apiserver", "kube-proxy", "kubelet", "hyperkube",
        "coredns", "local-path-provisioner", "cluster-autoscaler", "kindnetd",
    ];

    /// <summary>Whether a user agent is a controller's.</summary>
    public static bool Is(string agent)
    {
        var end = agent.AsSpan().IndexOfAny('/', ' ');
        var program = end < 0 ? agent.AsSpan() : agent.AsSpan(0, end);
        foreach (var component in s_components)
            if (program.Equals(component, StringComparison.OrdinalIgnoreCase))
                return true;
        return program.Contains("controller", StringComparison.OrdinalIgnoreCase)
            || program.Contains("operator", StringComparison.OrdinalIgnoreCase);
    }
}
