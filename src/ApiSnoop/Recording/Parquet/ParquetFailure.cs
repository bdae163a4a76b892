namespace ApiSnoop.Recording.Parquet;

/// <summary>What the Parquet library says of a failure, without the names of its own types.</summary>
internal static class ParquetFailure
{
    const string Before = "(message: '", After = "')", Detail = "Detail: [";

    /// <summary>The words in an exception of the library, such as "No space left on device"; of any other its message.</summary>
    public static string In(Exception e)
    {
        var words = e.Message;
        var start = words.IndexOf(Before, StringComparison.Ordinal);
        var end = words.LastIndexOf(After, StringComparison.Ordinal);
        if (start >= 0 && end > start) words = words[(start + Before.Length)..end];
        // What the system said stands behind what the library was at: Detail: [errno 28] No space left on device.
        var detail = words.IndexOf(Detail, StringComparison.Ordinal);
        var closed = detail < 0 ? -1 : words.IndexOf("] ", detail, StringComparison.Ordinal);
        return closed < 0 ? words : words[(closed + 2)..];
    }
}
