namespace ApiSnoop.Auditing.Setups;

/// <summary>The kinds of clusters for which files can be written.</summary>
public static class ClusterSetups
{
    static readonly (string Name, Func<SetupRequest, ClusterSetup> Make)[] s_all =
    [
        ("kind", KindSetup.Of),
        ("minikube", MinikubeSetup.Of),
        ("k3s", K3sSetup.Of),
        ("k3d", K3sSetup.OfK3d),
        ("rke2", Rke2Setup.Of),
        ("kubeadm", KubeadmSetup.Of),
        ("bare", KubeadmSetup.OfBare),
        ("gce", GceSetup.Of),
        ("kops", KopsSetup.Of),
        ("talos", TalosSetup.Of),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(s => s.Name)];

    /// <summary>The files and commands for a kind of cluster, a README among them.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="NotSupportedException">It does not go by webhook.</exception>
    public static ClusterSetup Of(string name, SetupRequest request)
    {
        var setup = s_all.First(s => s.Name == name).Make(request);
        return setup with { Files = [new("README.md", SetupReadme.Of(name, setup, request)), .. setup.Files] };
    }
}
