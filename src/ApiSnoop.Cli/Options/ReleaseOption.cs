using System.CommandLine;
using ApiSnoop.Catalog;

namespace ApiSnoop.Cli.Options;

/// <summary>The release that a log is matched against.</summary>
internal sealed class ReleaseOption
{
    readonly Option<string?> _release = new("--release")
    {
        Description = "Kubernetes release to match against, such as 1.20 [default: found in the log]",
        HelpName = "RELEASE",
    };

    public void AddTo(Command command) => command.Add(_release);

    /// <summary>Whether it was given.</summary>
    public bool IsGiven(System.CommandLine.Parsing.CommandResult command) => command.GetValue(_release) is not null;

    /// <summary>The release that was asked for, or null.</summary>
    /// <exception cref="UserException">It is none, or none that is known.</exception>
    public ReleaseVersion? Version(ParseResult result)
    {
        if (result.GetValue(_release) is not { } text) return null;
        if (!ReleaseVersion.TryParse(text, out var version)) throw new UserException($"'{text}' is no release: write 1.20.");
        var known = KubernetesCatalog.Shipped.Versions;
        return known.Contains(version) ? version
            : throw new UserException(
                $"Kubernetes {version} is not known here, but {known[0]} to {known[^1]} are. load-audit takes the cluster's own document "
                    + "instead: --spec FILE|URL.");
    }
}
