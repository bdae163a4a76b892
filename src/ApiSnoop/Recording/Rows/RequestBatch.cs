namespace ApiSnoop.Recording.Rows;

/// <summary>
/// A block of request rows as parallel columns, filled up to <see cref="Count"/> and used again.
/// The dimension columns index the tables of the load's dimensions.
/// </summary>
/// <param name="rows">How many rows it can hold.</param>
internal sealed class RequestBatch(int rows = RequestBatch.MostRows)
{
    public const int MostRows = 32_768;

    /// <summary>How many rows it can hold.</summary>
    public int Rows => rows;

    /// <summary>Marks a time or duration that the log did not tell.</summary>
    public const long Unknown = long.MinValue;

    public int Count;

    /// <summary>When the request was received, microseconds since 1970 UTC, or <see cref="Unknown"/>.</summary>
    public readonly long[] Received = new long[rows];

    /// <summary>From received to the last stage in microseconds, or <see cref="Unknown"/>.</summary>
    public readonly long[] Duration = new long[rows];

    public readonly int[] Target = new int[rows];
    public readonly int[] Agent = new int[rows];
    public readonly int[] User = new int[rows];

    public readonly int[] Impersonator = new int[rows];

    public readonly byte[] Deprecation = new byte[rows];
    public readonly int[] Namespace = new int[rows];

    /// <summary>The number of the cell that counts the request.</summary>
    public readonly int[] Cell = new int[rows];

    public readonly short[] Verb = new short[rows];
    public readonly short[] Code = new short[rows];

    /// <summary>The last stage seen, see <see cref="Audit.Stage"/>.</summary>
    public readonly byte[] Stage = new byte[rows];

    /// <summary>Bytes of the audit ids and URIs; row i's id is [IdStart[i], UriStart[i]), its URI [UriStart[i], IdStart[i + 1]).</summary>
    public byte[] Text = GC.AllocateUninitializedArray<byte>(rows * 140);

    public readonly int[] IdStart = new int[rows + 1];
    public readonly int[] UriStart = new int[rows];
}
