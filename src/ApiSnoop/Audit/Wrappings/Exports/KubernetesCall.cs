using System.Buffers;
using System.Text;

namespace ApiSnoop.Audit.Wrappings.Exports;

/// <summary>A request as Google's audit logs name it, read back to what was sent to the API server.</summary>
/// <param name="Verb">The audit verb.</param>
/// <param name="Uri">The path.</param>
/// <param name="Group">The API group; empty for the core group and outside of resources.</param>
/// <param name="Version">The version of the group.</param>
/// <param name="Resource">The resource in the plural; empty outside of resources.</param>
/// <param name="Namespace">The namespace, or empty.</param>
/// <param name="Name">The object's name, or empty.</param>
/// <param name="Subresource">The subresource, or empty.</param>
internal sealed record KubernetesCall(
    string Verb, string Uri, string Group, string Version, string Resource, string Namespace, string Name, string Subresource)
{
    static readonly SearchValues<char> s_escaped = SearchValues.Create("%?# \"<>\\^`{|}");
    const string Namespaces = "namespaces";
    const string Core = "core";

    /// <summary>
    /// Reads a method such as <c>io.k8s.core.v1.pods.exec.create</c>, whose group stands the wrong way round, with a resource such as
    /// <c>core/v1/namespaces/shop/pods/web-1/exec</c>, whose group does not. Which word is the resource is told by the method: a namespace
    /// alone, with one word behind it, could be its own subresource or a collection in it.
    /// </summary>
    public static KubernetesCall Of(string method, string resource)
    {
        var words = method.Split('.');
        var verb = words[^1];
        var version = Array.FindLastIndex(words, words.Length - 1, IsVersion);
        var path = resource.Trim('/').Split('/');
        if (version < 0 || version + 2 >= words.Length || path.Length < 2 || path[1] != words[version])
            return new(verb, "/" + Escape(resource.TrimStart('/')), "", "", "", "", "", "");
        return OfResource(verb, words[version + 1], string.Join('/', words[(version + 2)..^1]), path);
    }

    static KubernetesCall OfResource(string verb, string resource, string subresource, string[] path)
    {
        var rest = path[2..];
        var isNamespaced = rest is [Namespaces, _, _, ..] && resource != Namespaces;
        var nameSpace = isNamespaced ? rest[1] : "";
        if (isNamespaced) rest = rest[2..];
        var name = rest.Length > 1 ? rest[1] : "";
        // The name of what is made, or of what is selected from a list, is said, but it was not in the path.
        if (subresource.Length == 0 && IsOfCollection(verb)) rest = rest[..Math.Min(1, rest.Length)];
        else if (subresource.Length > 0 && rest.Length == 2) rest = [.. rest, subresource];
        var group = path[0] == Core ? "" : path[0];
        var uri = new StringBuilder(group.Length == 0 ? "/api/" : $"/apis/{group}/").Append(path[1]);
        if (isNamespaced) uri.Append("/namespaces/").Append(Escape(nameSpace));
        foreach (var segment in rest) uri.Append('/').Append(Escape(segment));
        // A namespace is in itself, once it is there.
        if (resource == Namespaces && rest.Length > 1) nameSpace = name;
        return new(verb, uri.ToString(), group, path[1], resource, nameSpace, name, subresource);
    }

    static bool IsOfCollection(string verb) => verb is "create" or "list" or "watch" or "deletecollection";

    /// <summary>Such as v1 or v2beta1.</summary>
    static bool IsVersion(string word)
    {
        var rest = word.AsSpan();
        if (rest.Length < 2 || rest[0] != 'v') return false;
        rest = rest[1..].TrimStart("0123456789");
        if (rest.Length == word.Length - 1) return false;
        if (rest.StartsWith("alpha")) rest = rest[5..];
        else if (rest.StartsWith("beta")) rest = rest[4..];
        else return rest.IsEmpty;
        return !rest.IsEmpty && rest.Trim("0123456789").IsEmpty;
    }

    /// <summary>Names are told decoded; a URI has them encoded where they could be taken for something else.</summary>
    static string Escape(string path) =>
        !path.AsSpan().ContainsAny(s_escaped)
            ? path
            : string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));
}
