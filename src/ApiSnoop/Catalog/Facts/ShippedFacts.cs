namespace ApiSnoop.Catalog.Facts;

/// <summary>The files of <c>data/facts</c>, which are embedded in the product.</summary>
static class ShippedFacts
{
    /// <summary>The bytes of a file.</summary>
    /// <exception cref="InvalidOperationException">The product was built without it.</exception>
    public static byte[] Read(string file)
    {
        using var stream = typeof(ShippedFacts).Assembly.GetManifestResourceStream($"facts/{file}")
            ?? throw new InvalidOperationException($"This build of APISnoop has no facts/{file}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
