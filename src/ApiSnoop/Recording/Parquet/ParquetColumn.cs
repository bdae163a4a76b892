namespace ApiSnoop.Recording.Parquet;

/// <summary>The types of columns that the recording uses, each a standard Parquet type.</summary>
internal enum ParquetKind
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>A 32-bit whole number.</summary>
    Int32,

    /// <summary>A 64-bit whole number.</summary>
    Int64,

    /// <summary>Microseconds since 1970 UTC.</summary>
    Timestamp,
}

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Nullable">Whether a row may have no value.</param>
internal sealed record ParquetColumn(string Name, ParquetKind Kind, bool Nullable);
