using k8s;
using k8s.Models;

namespace ApiSnoop.Cli.Commands.Kapic;

/// <summary>What an app needs in a cluster to have a name of its own: a namespace, a service account and what it may do.</summary>
/// <param name="Name">The app's name, which all of them have.</param>
/// <param name="Role">The ClusterRole that the service account gets.</param>
/// <param name="ClusterWide">Whether it gets it in the whole cluster, and not just in its namespace.</param>
internal sealed record KapicObjects(string Name, string Role, bool ClusterWide)
{
    const string RbacGroup = "rbac.authorization.k8s.io";
    const string Label = "app.kubernetes.io/managed-by";
    const string LabelValue = "apisnoop";

    public V1Namespace Namespace => new()
    {
        ApiVersion = "v1",
        Kind = "Namespace",
        Metadata = new() { Name = Name, Labels = Labels },
    };

    public V1ServiceAccount ServiceAccount => new()
    {
        ApiVersion = "v1",
        Kind = "ServiceAccount",
        Metadata = Named,
    };

    /// <summary>The binding in its namespace; null where it is for the whole cluster.</summary>
    public V1RoleBinding? RoleBinding => ClusterWide ? null : new()
    {
        ApiVersion = $"{RbacGroup}/v1",
        Kind = "RoleBinding",
        Metadata = Named,
        RoleRef = Reference,
        Subjects = [Subject],
    };

    /// <summary>The binding in the whole cluster; null where there is none.</summary>
    public V1ClusterRoleBinding? ClusterRoleBinding => !ClusterWide ? null : new()
    {
        ApiVersion = $"{RbacGroup}/v1",
        Kind = "ClusterRoleBinding",
        Metadata = new() { Name = BindingName, Labels = Labels },
        RoleRef = Reference,
        Subjects = [Subject],
    };

    /// <summary>The cluster's bindings have one list of names for all.</summary>
    public string BindingName => $"apisnoop-{Name}";

    /// <summary>All of them as YAML, in the order in which they are made.</summary>
    public string ToYaml() => string.Join("---\n", new IKubernetesObject?[] { Namespace, ServiceAccount, RoleBinding, ClusterRoleBinding }
        .OfType<IKubernetesObject>().Select(o => KubernetesYaml.Serialize(o).TrimEnd('\n') + "\n"));

    /// <summary>Whether an object was made by us, so that we may delete it.</summary>
    public static bool IsOurs(V1ObjectMeta? metadata) => metadata?.Labels?.TryGetValue(Label, out var by) == true && by == LabelValue;

    static Dictionary<string, string> Labels => new() { [Label] = LabelValue };

    V1ObjectMeta Named => new() { Name = Name, NamespaceProperty = Name, Labels = Labels };

    V1RoleRef Reference => new() { ApiGroup = RbacGroup, Kind = "ClusterRole", Name = Role };

    Rbacv1Subject Subject => new() { Kind = "ServiceAccount", Name = Name, NamespaceProperty = Name };
}
