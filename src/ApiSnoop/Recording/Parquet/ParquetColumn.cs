using ParquetSharp;
using ParquetSharp.Schema;

namespace ApiSnoop.Recording.Parquet;

/// <summary>What the columns of our Parquet files hold.</summary>
internal enum ColumnKind
{
    /// <summary>Text of few different values, kept as a dictionary and numbers into it.</summary>
    Text,

    /// <summary>Text that differs from row to row; a dictionary would only cost time.</summary>
    DistinctText,

    /// <summary>A 32-bit whole number.</summary>
    Int32,

    /// <summary>A 32-bit whole number of many different values; a dictionary would only cost time.</summary>
    Number,

    /// <summary>A 64-bit whole number.</summary>
    Int64,

    /// <summary>Microseconds since 1970 UTC.</summary>
    Timestamp,
}

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Nullable">Whether a row may have no value.</param>
internal sealed record ParquetColumn(string Name, ColumnKind Kind, bool Nullable)
{
    public bool IsText => Kind is ColumnKind.Text or ColumnKind.DistinctText;

    /// <summary>Times and amounts are mostly distinct, too.</summary>
    public bool HasDictionary => Kind is ColumnKind.Text or ColumnKind.Int32;

    /// <summary>The column in a Parquet schema; the caller disposes of it.</summary>
    public PrimitiveNode ToNode()
    {
        using var type = LogicalTypeOf();
        return new PrimitiveNode(Name, Nullable ? Repetition.Optional : Repetition.Required, type, Physical);
    }

    PhysicalType Physical => Kind switch
    {
        ColumnKind.Int32 or ColumnKind.Number => PhysicalType.Int32,
        ColumnKind.Int64 or ColumnKind.Timestamp => PhysicalType.Int64,
        _ => PhysicalType.ByteArray,
    };

    LogicalType LogicalTypeOf() => Kind switch
    {
        ColumnKind.Int32 or ColumnKind.Number or ColumnKind.Int64 => LogicalType.None(),
        ColumnKind.Timestamp => LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros),
        _ => LogicalType.String(),
    };
}
