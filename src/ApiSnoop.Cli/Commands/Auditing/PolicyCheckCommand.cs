using System.Collections.Immutable;
using System.CommandLine;
using ApiSnoop.Auditing;
using ApiSnoop.Auditing.Policies;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Loading;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Commands.Auditing;

/// <summary><c>apisnoop policy check</c>: what a policy or a log cannot show.</summary>
internal sealed class PolicyCheckCommand : Command, IWithExamples
{
    readonly Argument<string> _file = new("FILE|LOG")
    {
        Description = "An audit policy, or anything that load-audit reads: a log, a folder, a URL, - for standard input",
    };
    readonly Option<string?> _release = new("--release")
    {
        Description = "Kubernetes release [default: the newest known; of a log, the one found in it]",
        HelpName = "RELEASE",
    };
    readonly OutputOption _output = new();

    public PolicyCheckCommand()
        : base("check", "Say what an audit policy, or a log that was written under one, cannot show")
    {
        Add(_file);
        Add(_release);
        _output.AddTo(this);
        // On a thread of its own: a pipe that nobody writes to cannot be stopped, but it can be left.
        SetAction((result, cancelled) => Task.Run(() => Run(result, cancelled), CancellationToken.None));
    }

    public string Examples => """
        Examples:
          apisnoop policy check audit-policy.yaml --release 1.30
          apisnoop policy check audit.log
          apisnoop policy check /var/log/kubernetes/audit/ -o json
        """;

    int Run(ParseResult result, CancellationToken cancelled)
    {
        var place = result.GetRequiredValue(_file);
        var error = result.InvocationConfiguration.Error;
        var spots = PolicyIn(place) is { } policy ? OfPolicy(policy, result, error) : OfLog(place, result, error, cancelled);
        if (spots.IsEmpty) error.WriteLine("Nothing is hidden, as far as can be told.");
        // A program wants its table, whatever is in it.
        if (!spots.IsEmpty || _output.IsGiven(result) || _output.NamesFile(result)) _output.Print(result, BlindSpot.TableOf(spots));
        return ExitCode.Done;
    }

    static AuditPolicy? PolicyIn(string place) => File.Exists(place) && new FileInfo(place).Length is > 0 and <= PolicyFile.Largest
        ? PolicyFile.Read(File.ReadAllText(place), place)
        : null;

    ImmutableArray<BlindSpot> OfPolicy(AuditPolicy policy, ParseResult result, TextWriter error)
    {
        var release = KnownRelease.Of(result.GetValue(_release));
        error.WriteLine($"A policy of {Figures.Count(policy.Rules.Length, "rule")}, held against Kubernetes {release.Name}.");
        return PolicyBlindSpots.Of(policy, release);
    }

    ImmutableArray<BlindSpot> OfLog(string place, ParseResult result, TextWriter error, CancellationToken cancelled)
    {
        var release = result.GetValue(_release) is { } text ? KnownRelease.Of(text).Version : null;
        var request = new LoadRequest
        {
            App = "log",
            Inputs = [place],
            StandardInput = Console.OpenStandardInput,
            Release = release,
            ToolVersion = ToolVersion.Text,
        };
        var log = AuditLoad.Count(request, new LoadProgress(), TimeProvider.System, cancelled);
        error.WriteLine(
            $"A log of {Figures.Count(log.Manifest.Requests, "request")}, Kubernetes {log.Release.Name}, {log.Manifest.Kind.Text()}.");
        return LogBlindSpots.Of(log.Manifest, log.Cube);
    }
}
