using System.Security.Cryptography;
using System.Text;

namespace ApiSnoop.Web.Keeping;

/// <summary>What pages are made from, as one look found it.</summary>
/// <param name="Number">Grows with each change that was found.</param>
/// <param name="Marks">What was found.</param>
internal sealed record StoreState(long Number, StoreMarks Marks)
{
    sealed record About(string App, string Hash);

    About? _about;

    /// <summary>Tells this state from every other one, after a restart too.</summary>
    public string Hash { get; } = HashOf(Marks.All);

    /// <summary>The same for a page about one recording, see <see cref="StoreMarks.About"/>.</summary>
    public string HashAbout(string app)
    {
        // Mostly the one that was asked for last: what is not kept costs little beside a rendering.
        if (_about is { } about && about.App == app) return about.Hash;
        return (_about = new(app, HashOf(Marks.About(app)))).Hash;
    }

    static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
