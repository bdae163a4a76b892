using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording;

/// <summary>Where a store is, in the words of <c>--store</c>: a folder.</summary>
public sealed record StoreAddress
{
    StoreAddress(string text) => Text = text;

    /// <summary>The address as given.</summary>
    public string Text { get; }

    /// <summary>Whether a text is meant for an address elsewhere rather than for a folder.</summary>
    public static bool IsUrl(string text) => text.Contains("://", StringComparison.Ordinal);

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong and what to write.</exception>
    public static StoreAddress Parse(string text)
    {
        if (IsUrl(text)) throw new FormatException($"{text} is no store: name a folder.");
        return File.Exists(text)
            ? throw new FormatException($"{text} is a file; recordings are kept in a folder. Name one with --store.")
            : new(text);
    }

    /// <summary>The store at this address.</summary>
    /// <param name="clock">Tells when a recording is made.</param>
    public RecordingStore Open(TimeProvider clock) => new(new RecordingFolder(Text, clock), clock);
}
