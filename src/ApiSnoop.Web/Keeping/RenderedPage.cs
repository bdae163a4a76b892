using Microsoft.AspNetCore.ResponseCompression;

namespace ApiSnoop.Web.Keeping;

/// <summary>A page as it is sent, plain and in every compressed form that somebody asked for. Safe for several threads.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Disposition">Under which name a browser is to save it; empty for a page.</param>
/// <param name="Tag">Its entity tag.</param>
/// <param name="Plain">Its bytes.</param>
internal sealed record RenderedPage(string Type, string Disposition, string Tag, ReadOnlyMemory<byte> Plain)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, ReadOnlyMemory<byte>> _packed = new(StringComparer.Ordinal);

    /// <summary>The memory that all its forms take, in bytes.</summary>
    public int Bytes
    {
        get
        {
            lock (_lock) return Plain.Length + _packed.Values.Sum(p => p.Length);
        }
    }

    /// <summary>The bytes to send, compressed now if they were not asked for in this form before.</summary>
    /// <param name="packing">How to compress; null for the plain bytes.</param>
    /// <param name="isNew">Whether the page takes more memory from now on.</param>
    public ReadOnlyMemory<byte> Form(ICompressionProvider? packing, out bool isNew)
    {
        isNew = false;
        if (packing is null) return Plain;
        // Those who want the same form at the same time wait for one of them to make it.
        lock (_lock)
        {
            if (_packed.TryGetValue(packing.EncodingName, out var packed)) return packed;
            isNew = true;
            return _packed[packing.EncodingName] = Packed(packing);
        }
    }

    byte[] Packed(ICompressionProvider packing)
    {
        using var packed = new MemoryStream();
        using (var stream = packing.CreateStream(packed)) stream.Write(Plain.Span);
        return packed.ToArray();
    }
}
