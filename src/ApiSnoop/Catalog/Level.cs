namespace ApiSnoop.Catalog;

/// <summary>How stable an operation is: the stability of its API version. In the order the charts draw them.</summary>
public enum Level : byte
{
    /// <summary>A version such as <c>v1</c>, or an unversioned core path.</summary>
    Stable,

    /// <summary>A version such as <c>v1beta1</c>.</summary>
    Beta,

    /// <summary>A version such as <c>v1alpha1</c>.</summary>
    Alpha,
}
