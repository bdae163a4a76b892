namespace ApiSnoop.Recording.Parquet;

/// <summary>The type numbers of Thrift's compact protocol.</summary>
internal static class ThriftType
{
    public const byte Stop = 0, True = 1, False = 2, Int8 = 3, Int16 = 4, Int32 = 5, Int64 = 6, Double = 7;
    public const byte Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12;
}
