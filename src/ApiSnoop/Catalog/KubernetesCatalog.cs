using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Catalog;

/// <summary>The Kubernetes API by release, from the facts that ship inside the product or from a folder of them.</summary>
/// <remarks>Safe to use from several threads. A release is read when it is first asked for and then kept.</remarks>
public sealed class KubernetesCatalog
{
    static readonly Lazy<KubernetesCatalog> OfAssembly = new(() => new(new(
        ShippedFacts.Read(FactsFolder.OperationsFile), ShippedFacts.Read(FactsFolder.SourcesFile), "facts/")));

    readonly Lock _lock = new();
    readonly FactsFolder _facts;
    readonly Release?[] _loaded;
    Dictionary<string, OperationHistory>? _histories;
    HashSet<string>? _groups;

    KubernetesCatalog(FactsFolder facts)
    {
        _facts = facts;
        _loaded = new Release?[Timeline.Releases.Length];
        if (_loaded.Length == 0) throw new InvalidDataException("The facts hold no release.");
    }

    /// <summary>The facts that ship inside the product.</summary>
    public static KubernetesCatalog Shipped => OfAssembly.Value;

    /// <summary>The releases that the facts cover, oldest first.</summary>
    public IReadOnlyList<ReleaseVersion> Versions => Timeline.Releases;

    /// <summary>The newest release of the facts.</summary>
    public ReleaseVersion Newest => Timeline.Releases[^1];

    ReleaseTimeline Timeline => _facts.Table.Timeline;

    /// <summary>Opens a folder that <see cref="CatalogImport"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The folder has no facts, or a line of them cannot be read.</exception>
    public static KubernetesCatalog Open(string folder) => new(FactsFolder.Open(folder));

    /// <summary>Whether the facts cover a release.</summary>
    public bool Has(ReleaseVersion version) => Timeline.IndexOf(version) >= 0;

    /// <summary>The release nearest to a version: itself, or the last one before it, or the oldest.</summary>
    public ReleaseVersion Nearest(ReleaseVersion version)
    {
        var nearest = Timeline.Releases[0];
        foreach (var known in Timeline.Releases)
        {
            if (known <= version) nearest = known;
        }
        return nearest;
    }

    /// <summary>The operations of a release.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The facts do not cover the release; see <see cref="Nearest"/>.</exception>
    public Release Load(ReleaseVersion version)
    {
        var index = Timeline.IndexOf(version);
        if (index < 0) throw NotCovered(version);
        lock (_lock)
        {
            return _loaded[index] ??= new(version.ToString(), _facts.Table.OperationsOf(index), SourcesOf(version));
        }
    }

    /// <summary>The full names of the API groups that any of the releases serves. The core has none.</summary>
    public IReadOnlySet<string> Groups
    {
        get
        {
            lock (_lock)
            {
                return _groups ??= _facts.Table.Groups();
            }
        }
    }

    /// <summary>In which releases an operation is; null for one that no release has.</summary>
    public OperationHistory? History(string operationId)
    {
        lock (_lock)
        {
            _histories ??= Histories();
        }
        return _histories.GetValueOrDefault(operationId);
    }

    /// <summary>Every operation that any release has, once; its level and whether it is deprecated are of one release only.</summary>
    internal IEnumerable<Operation> Known() => _facts.Table.All().Select(o => o.Operation).DistinctBy(o => o.Id);

    IEnumerable<SourceDocument> SourcesOf(ReleaseVersion version) =>
        _facts.Sources.Where(s => s.Release == version).Select(s => s.Document);

    Dictionary<string, OperationHistory> Histories()
    {
        var sets = new Dictionary<string, (ulong In, ulong Deprecated)>(3000, StringComparer.Ordinal);
        foreach (var (operation, set) in _facts.Table.All())
        {
            var (known, deprecated) = sets.GetValueOrDefault(operation.Id);
            sets[operation.Id] = (known | set, operation.Deprecated ? deprecated | set : deprecated);
        }
        var histories = new Dictionary<string, OperationHistory>(sets.Count, StringComparer.Ordinal);
        foreach (var (id, (known, deprecated)) in sets) histories[id] = HistoryOf(id, known, deprecated);
        return histories;
    }

    OperationHistory HistoryOf(string id, ulong set, ulong deprecated)
    {
        var releases = Timeline.Members(set);
        return new(
            id,
            [.. releases],
            [.. Timeline.Releases.Where(r => r > releases[0] && !releases.Contains(r))],
            deprecated == 0 ? null : Timeline.Members(deprecated)[0]);
    }

    ArgumentOutOfRangeException NotCovered(ReleaseVersion version) => new(nameof(version), string.Create(
        CultureInfo.InvariantCulture, $"The facts cover {Timeline.Releases[0]} to {Newest}, not {version}."));
}
