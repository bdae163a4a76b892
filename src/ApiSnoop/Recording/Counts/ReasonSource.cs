using System.Text;
using ApiSnoop.Matching;

namespace ApiSnoop.Recording.Counts;

/// <summary>The names of the reasons as the Parquet files have them.</summary>
internal sealed class ReasonSource : ITextSource
{
    public static readonly ReasonSource Instance = new();
    readonly byte[][] _names = [.. Enum.GetNames<MissReason>().Select(Encoding.UTF8.GetBytes)];

    public ReadOnlySpan<byte> Utf8(int id) => _names[id];
}
