using ApiSnoop.Recording;

namespace ApiSnoop.Insights.Noise;

/// <summary>
/// The rules for noise that are in force for a store, its own among them. Read again when the store's file has changed. Safe for several
/// threads.
/// </summary>
/// <param name="store">The folder of the store.</param>
public sealed class StoreNoise(string store)
{
    sealed record Read(string Stamp, NoiseRules Rules);

    Read _read = new("", NoiseRules.Shipped);

    /// <summary>The rules; the same object until they change.</summary>
    /// <exception cref="StoreException">A line of the store's file is no rule.</exception>
    public NoiseRules Rules
    {
        get
        {
            var (read, stamp) = (_read, Stamp);
            if (read.Stamp == stamp) return read.Rules;
            try
            {
                return (_read = new(stamp, NoiseRules.InForce(store))).Rules;
            }
            catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
            {
                throw new StoreException(e.Message, e);
            }
        }
    }

    /// <summary>A text that changes when the store's own rules do; empty where there are none.</summary>
    public string Stamp => new FileInfo(Path.Combine(store, NoiseRules.FileName)) is { Exists: true } file
        ? FormattableString.Invariant($"{file.LastWriteTimeUtc.Ticks} {file.Length}")
        : "";
}
