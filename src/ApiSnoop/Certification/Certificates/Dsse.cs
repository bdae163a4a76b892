using System.Globalization;
using System.Text;

namespace ApiSnoop.Certification.Certificates;

/// <summary>What is signed of a payload: its type, its length and itself, so that nothing else can be read out of it.</summary>
/// <remarks>Source: the protocol of DSSE 1.0, pre-authentication encoding.</remarks>
static class Dsse
{
    /// <summary>The type of an in-toto statement.</summary>
    public const string InToto = "application/vnd.in-toto+json";

    public static byte[] Encode(string type, ReadOnlySpan<byte> payload)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(type)} {type} {payload.Length} ");
        return [.. Encoding.UTF8.GetBytes(head), .. payload];
    }
}
