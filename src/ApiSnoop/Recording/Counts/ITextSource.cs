namespace ApiSnoop.Recording.Counts;

/// <summary>Gives the text of a number in a dimension.</summary>
internal interface ITextSource
{
    /// <summary>The text as UTF-8.</summary>
    ReadOnlySpan<byte> Utf8(int id);
}
