using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop conformance tests</c>: the conformance tests of a release, or the tests of an endpoint.</summary>
internal sealed class TestsCommand : Command, IWithExamples
{
    readonly Argument<string?> _release = new("RELEASE")
    {
        Description = "Such as 1.36 [default: the newest that has results]",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description = "Only tests that hit this operation, those that are none for conformance too",
        HelpName = "OPERATION",
    };
    readonly OutputOption _output = new();
    readonly KnownOptions _known = new();

    public TestsCommand()
        : base("tests", "List the conformance tests of a release: file, promotion, and the endpoints that they hit")
    {
        Add(_release);
        Add(_endpoint);
        _output.AddTo(this);
        _known.AddTo(this);
        ReleaseArgument.CheckIn(_release);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop conformance tests 1.36
          apisnoop conformance tests --endpoint createCoreV1NamespacedPod --output csv
        """;

    void Run(ParseResult result)
    {
        var known = _known.Known(result);
        var release = ReleaseArgument.Parse(result.GetValue(_release)) ?? known.Releases[^1];
        if (result.GetValue(_endpoint) is { } id)
        {
            var results = known.Results(release) ?? throw KnownOptions.NoResults(known, release);
            if (results.Release.Find(id) is null) throw new UserException($"Kubernetes {release} has no operation {id}.");
        }
        else if (known.Tests(release).Count == 0)
        {
            throw new UserException($"There is no list of the conformance tests of Kubernetes {release}.");
        }
        _output.Print(result, ConformanceTestTable.Of(release, known, result.GetValue(_endpoint)));
    }
}
