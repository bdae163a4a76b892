using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Reports.Conformance;

/// <summary>
/// What is known about conformance, read once and again when something was imported into the store. Safe for several threads.
/// </summary>
/// <param name="store">The folder of the recordings.</param>
public sealed class ConformanceShelf(string store)
{
    sealed record Read(string Stamp, KnownConformance Known)
    {
        public Lazy<ImmutableArray<ReleaseProgress>> Progress { get; } = new(() => ReleaseProgress.All(Known));
    }

    readonly string _folder = KnownConformance.FolderIn(store);
    Read? _read;

    /// <summary>What is known now.</summary>
    public KnownConformance Known => Now().Known;

    /// <summary>Every release that has results, oldest first.</summary>
    public ImmutableArray<ReleaseProgress> Progress => Now().Progress.Value;

    /// <summary>A text that changes when something is imported.</summary>
    public string Stamp => Directory.Exists(_folder)
        ? string.Join('\n', Directory.GetFiles(_folder).Order(StringComparer.Ordinal)
            .Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks}"))
        : "";

    /// <summary>A release that has results, or null.</summary>
    public ReleaseProgress? Find(ReleaseVersion release) => Progress.FirstOrDefault(p => p.Release == release);

    Read Now()
    {
        var (read, stamp) = (_read, Stamp);
        return read is not null && read.Stamp == stamp ? read : _read = new(stamp, KnownConformance.Open(_folder));
    }
}
