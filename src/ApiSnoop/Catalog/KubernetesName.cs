namespace ApiSnoop.Catalog;

/// <summary>Names that Kubernetes accepts.</summary>
public static class KubernetesName
{
    const int LongestLabel = 63;

    /// <summary>Whether a text is a DNS label, as names of namespaces are.</summary>
    /// <remarks>Source: RFC 1123, as Kubernetes checks it.</remarks>
    public static bool IsLabel(string text) =>
        text.Length is > 0 and <= LongestLabel && text[0] != '-' && text[^1] != '-'
        && text.All(c => c is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));
}
