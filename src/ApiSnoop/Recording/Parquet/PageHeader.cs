namespace ApiSnoop.Recording.Parquet;

/// <summary>What a page holds.</summary>
internal enum PageKind
{
    /// <summary>The values themselves.</summary>
    Plain,

    /// <summary>Indexes into the dictionary page before it.</summary>
    Indexes,

    /// <summary>The dictionary.</summary>
    Dictionary,
}

/// <summary>The header in front of each page.</summary>
/// <param name="Kind">What the page holds.</param>
/// <param name="Values">How many values, nulls included.</param>
/// <param name="RawSize">Bytes after decompression.</param>
/// <param name="StoredSize">Bytes in the file.</param>
internal readonly record struct PageHeader(PageKind Kind, int Values, int RawSize, int StoredSize)
{
    const int DataPage = 0, DictionaryPage = 2;
    const int Plain = 0, Rle = 3, RleDictionary = 8;

    public static void Write(ByteSink sink, PageKind kind, int values, int rawSize, int storedSize)
    {
        var thrift = new ThriftWriter(sink);
        thrift.Begin();
        thrift.Field(1, kind == PageKind.Dictionary ? DictionaryPage : DataPage);
        thrift.Field(2, rawSize);
        thrift.Field(3, storedSize);
        thrift.Struct(kind == PageKind.Dictionary ? 7 : 5);
        thrift.Field(1, values);
        thrift.Field(2, kind == PageKind.Indexes ? RleDictionary : Plain);
        if (kind != PageKind.Dictionary)
        {
            thrift.Field(3, Rle);
            thrift.Field(4, Rle);
        }

        thrift.End();
        thrift.End();
    }

    /// <summary>Reads a header and moves <paramref name="position"/> to the page's content.</summary>
    public static PageHeader Read(ReadOnlySpan<byte> from, ref int position)
    {
        var fields = ThriftReader.ReadStruct(from, ref position);
        var dictionary = fields.Number(1) == DictionaryPage;
        var page = fields.Struct(dictionary ? 7 : 5);
        var kind = dictionary ? PageKind.Dictionary : page.Number(2) == RleDictionary ? PageKind.Indexes : PageKind.Plain;
        return new PageHeader(kind, (int)page.Number(1), (int)fields.Number(2), (int)fields.Number(3));
    }
}
