using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports;

namespace ApiSnoop.Certification;

/// <summary>A recording's requests, the app's own told from noise and from what is ignored.</summary>
sealed class OwnRequests
{
    readonly AppCoverage _app;
    readonly Dictionary<Operation, OperationRequests> _operations = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<(string, string, string)> _written = [];
    readonly List<Cell> _own = [];
    readonly List<(Cell Cell, NoiseRule Rule)> _noise = [];
    readonly Dictionary<IgnoreTerm, long> _hidden = [];

    OwnRequests(AppCoverage app) => _app = app;

    public Cube Cube => _app.Cube;

    public IEnumerable<OperationRequests> Operations => _operations.Values;

    /// <summary>The app's own requests that are no operation of the release.</summary>
    public IEnumerable<Cell> Misses => _own.Where(c => Cube.Targets[c.Target].OperationId is null);

    public static OwnRequests Of(AppCoverage app, CertificationTerms terms, NoiseRules noise)
    {
        var own = new OwnRequests(app);
        var rules = noise.Match(app.Cube);
        // Whoever is recorded alone is meant, be it a backup tool.
        var noiseOnly = rules.All(r => r is not null);
        for (var i = 0; i < rules.Length; i++)
        {
            var cell = app.Cube.Cells[i];
            if (rules[i] is { } rule && !noiseOnly) own._noise.Add((cell, rule));
            else own.Add(cell, terms.Ignore);
        }

        return own;
    }

    /// <summary>Whether the app writes the kind of an operation in its version.</summary>
    public bool Writes(Operation operation) => KindOf(operation) is { } kind && _written.Contains(kind);

    public long HiddenBy(IgnoreTerm term) => _hidden.GetValueOrDefault(term);

    /// <summary>The noise by whom it is about, the loudest first.</summary>
    public ImmutableArray<NoiseSum> Noise(Func<OperationRequests, bool> ends) =>
    [
        .. _noise.GroupBy(n => (n.Rule.Kind, n.Rule.What))
            .Select(g => new NoiseSum(
                g.Key.Kind, g.Key.What, g.Sum(n => n.Cell.Requests),
                g.GroupBy(n => n.Cell.Target).Where(t => OperationOf(t.Key) is { } o && ends(new OperationRequests(o, Cube)))
                    .Sum(t => t.Sum(n => n.Cell.Requests))))
            .OrderByDescending(n => n.Requests).ThenBy(n => n.What, StringComparer.Ordinal),
    ];

    public Confidence Confidence(IEnumerable<UsedOperation> operations)
    {
        var tests = CoverageCounter.Tests(Cube, _app.Naming);
        return new(
            _own.Sum(c => c.Requests), _own.Where(c => OperationOf(c.Target) is not null).Sum(c => c.Requests),
            operations.Where(o => o.Use == UseKind.InUse).Sum(o => o.Succeeded), _own.Where(c => c.Code == 0).Sum(c => c.Requests),
            _own.Min(c => c.First), _own.Max(c => c.Last),
            [.. _own.Select(c => Cube.Verbs[c.Verb]).Distinct().Order(StringComparer.Ordinal)],
            _own.Select(c => c.Agent).Distinct().Count(),
            _own.Select(c => tests[c.Agent]?.Name).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            [.. HiddenParts.Of(_app, _own)]);
    }

    Operation? OperationOf(int target) => Cube.Targets[target].OperationId is { } id ? _app.Release.Find(id) : null;

    void Add(Cell cell, ImmutableArray<IgnoreTerm> ignore)
    {
        var operation = OperationOf(cell.Target);
        var term = ignore.FirstOrDefault(i => i.Hides(Cube.Agents[cell.Agent]) || (operation is not null && i.OperationId == operation.Id));
        if (term is not null)
        {
            _hidden[term] = HiddenBy(term) + cell.Requests;
            return;
        }

        _own.Add(cell);
        if (operation is null) return;
        if (!_operations.TryGetValue(operation, out var requests)) _operations.Add(operation, requests = new(operation, Cube));
        requests.Add(cell);
        if (operation.Method is ApiMethod.Post or ApiMethod.Put or ApiMethod.Patch && KindOf(operation) is { } kind) _written.Add(kind);
    }

    static (string, string, string)? KindOf(Operation operation) =>
        OperationResource.Of(operation) is { } r ? (r.Group, r.Version, r.Resource) : null;
}
