namespace ApiSnoop.Recording.Parquet;

/// <summary>What the footer tells of one column in one row group.</summary>
internal readonly record struct ChunkFacts(
    int Column, bool Compressed, long Values, long RawBytes, long StoredBytes, long DictionaryOffset, long DataOffset,
    long? Least, long? Greatest, long Nulls);

/// <summary>What the footer tells of one row group.</summary>
internal sealed record RowGroupFacts(long Rows, ChunkFacts[] Chunks);
