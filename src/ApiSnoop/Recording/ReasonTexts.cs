using System.Text;
using ApiSnoop.Matching;

namespace ApiSnoop.Recording;

/// <summary>The names of the reasons as the Parquet files have them.</summary>
internal sealed class ReasonTexts : ITextSource
{
    public static readonly ReasonTexts Instance = new();
    readonly byte[][] _names = [.. Enum.GetNames<MissReason>().Select(Encoding.UTF8.GetBytes)];

    public ReadOnlySpan<byte> Utf8(int id) => _names[id];
}
