using ApiSnoop.Catalog;

namespace ApiSnoop.Cli.Commands.Auditing;

/// <summary>A release that a user names.</summary>
internal static class KnownRelease
{
    /// <summary>The release; the newest known without a word about it.</summary>
    /// <exception cref="UserException">It is none, or not known.</exception>
    public static Release Of(string? text)
    {
        var known = KubernetesCatalog.Shipped;
        if (text is null) return known.Load(known.Newest);
        if (!ReleaseVersion.TryParse(text, out var version)) throw new UserException($"'{text}' is no release: write 1.30.");
        return known.Has(version) ? known.Load(version)
            : throw new UserException($"Kubernetes {version} is not known here, but {known.Versions[0]} to {known.Newest} are.");
    }
}
