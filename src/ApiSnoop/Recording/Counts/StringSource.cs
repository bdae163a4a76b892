using System.Text;

namespace ApiSnoop.Recording.Counts;

/// <summary>Texts that are strings elsewhere, for tables that ask for each distinct one once.</summary>
/// <param name="text">The text of a number.</param>
internal sealed class StringSource(Func<int, string> text) : ITextSource
{
    public ReadOnlySpan<byte> Utf8(int id) => Encoding.UTF8.GetBytes(text(id));
}
