using System.CommandLine;
using ApiSnoop.Catalog;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary>What commands about conformance have in common: the store, and what is known.</summary>
internal sealed class KnownOptions
{
    readonly FactsOption _facts = new();
    readonly StoreOption _store = new();

    public void AddTo(Command command)
    {
        _facts.AddTo(command);
        _store.AddTo(command);
    }

    public RecordingStore Store(ParseResult result) => _store.Open(result);

    public KnownConformance Known(ParseResult result) => _facts.Open(result, Store(result));

    /// <summary>The results of a release that the user named, or of the newest one.</summary>
    /// <exception cref="UserException">There are none.</exception>
    public static TestResults Results(KnownConformance known, string? release)
    {
        var wanted = ReleaseArgument.Parse(release) ?? known.Releases[^1];
        return known.Results(wanted) ?? throw NoResults(known, wanted);
    }

    /// <summary>How every endpoint of a release stands that the user named, or of the newest one.</summary>
    /// <exception cref="UserException">There are no results of it.</exception>
    public static ReleaseStanding Standing(KnownConformance known, string? release) => ReleaseStanding.Of(Results(known, release), known);

    /// <summary>Why there are no results.</summary>
    public static UserException NoResults(KnownConformance known, ReleaseVersion release) => new(
        $"There are no results of Kubernetes {release}. There are those of {known.Releases[0]} to {known.Releases[^1]}; "
            + "import others: apisnoop conformance import FILE.");
}
