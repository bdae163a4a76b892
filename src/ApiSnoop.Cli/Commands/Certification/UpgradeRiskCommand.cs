using System.CommandLine;
using System.Globalization;
using ApiSnoop.Certification;
using ApiSnoop.Cli.Options;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Certification;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary><c>apisnoop upgrade-risk</c>: who in a cluster breaks at the next upgrade?</summary>
internal sealed class UpgradeRiskCommand : Command, IWithExamples
{
    readonly Argument<string[]> _recordings = new("RECORDING")
    {
        Description =
            "The recording of the cluster, or several; a * stands for any text [default: the only one, or the only one of a cluster]",
        Arity = ArgumentArity.ZeroOrMore,
    };
    readonly VerdictOptions _terms = new();
    readonly VerdictOutput _output = new(brief: true);
    readonly StoreOption _store = new();

    public UpgradeRiskCommand()
        : base("upgrade-risk", "Tell who in a cluster breaks at the next upgrade, worst first")
    {
        Add(_recordings);
        _terms.AddTo(this);
        _output.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Each service account, or program without one, is judged as by certify, with the same exit codes.

        Examples:
          apisnoop upgrade-risk
          apisnoop upgrade-risk cluster --target 1.25 --require beta
          apisnoop upgrade-risk cluster --target latest --output csv
          apisnoop upgrade-risk "*/cluster" --target 1.37 --store clickhouse://store:8123/apisnoop
        """;

    int Run(ParseResult result)
    {
        var store = _store.Open(result);
        var shelf = new RecordingShelf(store);
        List<AppCoverage> clusters =
        [
            .. Named(result, store).Select(r => shelf.Coverage(r, RecordingFilter.All) ?? throw UserException.NoApp(r, store)),
        ];
        var risk = UpgradeRisk.OfAll(clusters, _terms.Terms(result), NoiseRules.InForce(store.Location));
        _output.Write(result, risk.Callers);
        result.InvocationConfiguration.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
                $"{risk.Noise.Sum(n => n.Requests):N0} requests of crawlers and of the cluster itself are left out."));
        return _terms.CodeOf(result, risk.Worst);
    }

    /// <summary>The recordings that are named, each once.</summary>
    IReadOnlyList<string> Named(ParseResult result, RecordingStore store) =>
        result.GetValue(_recordings) is { Length: > 0 } names ? NamedRecordings.All(names, store) : [OnlyOne(store)];

    static string OnlyOne(RecordingStore store)
    {
        var all = store.Manifests();
        var clusters = all.Where(m => m.Kind == RecordingKind.Cluster).ToList();
        return all.Count == 1 ? all[0].App : clusters.Count == 1 ? clusters[0].App
            : throw new UserException(all.Count == 0
                ? UserException.NoRecordings(store)
                : $"Say which recording: {string.Join(", ", (clusters.Count > 0 ? clusters : all).Select(m => m.App))}.");
    }
}
