using ApiSnoop.Catalog;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary>A release as the user writes it.</summary>
internal static class ReleaseArgument
{
    /// <summary>The release; null for none.</summary>
    /// <exception cref="UserException">The text is no release.</exception>
    public static ReleaseVersion? Parse(string? text) => text is null ? null
        : ReleaseVersion.TryParse(text, out var version) ? version
        : throw new UserException($"'{text}' is no release: write 1.36.");
}
