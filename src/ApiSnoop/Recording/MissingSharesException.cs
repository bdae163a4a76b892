using System.Collections.Immutable;

namespace ApiSnoop.Recording;

/// <summary>A recording cannot be put together because shares of its load are not there.</summary>
/// <param name="app">The app.</param>
/// <param name="of">How many shares there are to be.</param>
/// <param name="missing">Those that are not there.</param>
public sealed class MissingSharesException(string app, int of, ImmutableArray<Share> missing)
    : StoreException(
        $"of the {of} shares of \"{app}\" {(missing.Length == 1 ? "one is" : $"{missing.Length} are")} missing: "
            + $"{string.Join(", ", missing.Take(Named))}{(missing.Length > Named ? ", …" : "")}. Load each with --share I/{of}; "
            + "the recording was left as it is")
{
    const int Named = 20;

    /// <summary>Those that are not there.</summary>
    public ImmutableArray<Share> Missing { get; } = missing;
}
