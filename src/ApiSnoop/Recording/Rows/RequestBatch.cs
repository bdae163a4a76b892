namespace ApiSnoop.Recording.Rows;

/// <summary>
/// A block of request rows as parallel columns, filled up to <see cref="Count"/> and used again.
/// The dimension columns index the tables of the load's dimensions.
/// </summary>
internal sealed class RequestBatch
{
    public const int Capacity = 32_768;

    /// <summary>Marks a time or duration that the log did not tell.</summary>
    public const long Unknown = long.MinValue;

    public int Count;

    /// <summary>When the request was received, microseconds since 1970 UTC, or <see cref="Unknown"/>.</summary>
    public readonly long[] Received = new long[Capacity];

    /// <summary>From received to the last stage in microseconds, or <see cref="Unknown"/>.</summary>
    public readonly long[] Duration = new long[Capacity];

    public readonly int[] Target = new int[Capacity];
    public readonly int[] Agent = new int[Capacity];
    public readonly int[] User = new int[Capacity];

    public readonly int[] Impersonator = new int[Capacity];

    public readonly byte[] Deprecation = new byte[Capacity];
    public readonly int[] Namespace = new int[Capacity];

    /// <summary>The number of the cell that counts the request.</summary>
    public readonly int[] Cell = new int[Capacity];

    public readonly short[] Verb = new short[Capacity];
    public readonly short[] Code = new short[Capacity];

    /// <summary>The last stage seen, see <see cref="Audit.Stage"/>.</summary>
    public readonly byte[] Stage = new byte[Capacity];

    /// <summary>Bytes of the audit ids and URIs; row i's id is [IdStart[i], UriStart[i]), its URI [UriStart[i], IdStart[i + 1]).</summary>
    public byte[] Text = GC.AllocateUninitializedArray<byte>(Capacity * 140);

    public readonly int[] IdStart = new int[Capacity + 1];
    public readonly int[] UriStart = new int[Capacity];
}
