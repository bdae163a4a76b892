using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording;

/// <summary>Where a store is, in the words of <c>--store</c>: a folder, or a database of ClickHouse.</summary>
public sealed record StoreAddress
{
    readonly ClickHouseAddress? _clickHouse;

    StoreAddress(string text, ClickHouseAddress? clickHouse) => (Text, _clickHouse) = (text, clickHouse);

    /// <summary>The address as given.</summary>
    public string Text { get; }

    /// <summary>Whether a text is meant for an address elsewhere rather than for a folder.</summary>
    public static bool IsUrl(string text) => text.Contains("://", StringComparison.Ordinal);

    /// <summary>Reads an address. Nothing is asked yet.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong and what to write.</exception>
    public static StoreAddress Parse(string text) =>
        text.StartsWith(ClickHouseAddress.Scheme, StringComparison.Ordinal) ? new(text, ClickHouseAddress.Parse(text))
        : IsUrl(text) ? throw new FormatException($"{text} is no store: name a folder, or {ClickHouseAddress.Form}.")
        : File.Exists(text)
            ? throw new FormatException($"{text} is a file; recordings are kept in a folder. Name one with --store.")
            : new(text, null);

    /// <summary>The store at this address.</summary>
    /// <param name="clock">Tells when a recording is made.</param>
    public RecordingStore Open(TimeProvider clock) => _clickHouse is null
        ? new(new RecordingFolder(Text, clock), clock)
        : new(new ClickHouseRecordings(_clickHouse, NearFolder(Text), clock), clock);

    /// <summary>The folder of this machine that goes with a store elsewhere.</summary>
    internal static string NearFolder(string text) =>
        Path.Combine(Path.GetFullPath(RecordingStore.DefaultDirectory()), "clickhouse", AppFolder.NameFor(text));
}
