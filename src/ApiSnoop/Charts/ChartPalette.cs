using System.Collections.Frozen;
using System.Text;

namespace ApiSnoop.Charts;

/// <summary>
/// The colours of the charts. A category has the same colour in every chart, release and theme: each lies in the band
/// of luminance that stands out by at least 3:1 from both the light and the dark paper.
/// </summary>
public static class ChartPalette
{
    /// <summary>What a chart is drawn on in the light theme.</summary>
    public static Rgb LightPaper { get; } = new(0xffffff);

    /// <summary>What a chart is drawn on in the dark theme.</summary>
    public static Rgb DarkPaper { get; } = new(0x12161d);

    // Twelve hues a fifth of a turn times two apart, so that categories that are neighbours by size differ most, in
    // three tiers of lightness. The order is that of the categories' usual size.
    private static readonly FrozenDictionary<string, Rgb> _categories = new Dictionary<string, Rgb>
    {
        ["core"] = new(0x3e76e2),
        ["rbacAuthorization"] = new(0xbd5d0a),
        ["apps"] = new(0x038d95),
        ["storage"] = new(0xc44587),
        ["networking"] = new(0x2c9423),
        ["batch"] = new(0x8162d9),
        ["autoscaling"] = new(0x9f7306),
        ["admissionregistration"] = new(0x0287b6),
        ["apiextensions"] = new(0xcf444a),
        ["apiregistration"] = new(0x0d9174),
        ["certificates"] = new(0xaa51b8),
        ["coordination"] = new(0x7e8209),
        ["flowcontrolApiserver"] = new(0x7783e4),
        ["scheduling"] = new(0xc6790b),
        ["policy"] = new(0x0b9eb9),
        ["node"] = new(0xd46380),
        ["resource"] = new(0x25a767),
        ["events"] = new(0xa474d3),
        ["discovery"] = new(0xa58c10),
        ["authorization"] = new(0x2f94e0),
        ["authentication"] = new(0xd6694b),
        ["extensions"] = new(0x01a398),
        ["internalApiserver"] = new(0xc368af),
        ["storagemigration"] = new(0x789d2b),
        ["auditregistration"] = new(0x096ab5),
        ["settings"] = new(0xae4317),
        ["logs"] = new(0x0e7772),
        ["version"] = new(0xa34588),
        ["apis"] = new(0x4c7601),
        ["WellKnown"] = new(0x5f5fc0),
        ["openid"] = new(0x935d08),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (double Lightness, double Chroma)[] _tiers = [(0.585, 0.15), (0.63, 0.13), (0.55, 0.13)];

    /// <summary>The names of the categories with a colour chosen by hand.</summary>
    public static IReadOnlyCollection<string> KnownCategories => _categories.Keys;

    /// <summary>The colour of a category, known or not; the same name always gives the same colour.</summary>
    public static Rgb Category(string name)
    {
        if (_categories.TryGetValue(name, out var colour))
            return colour;
        var hash = Hash(name);
        var (lightness, chroma) = _tiers[hash / 360 % (uint)_tiers.Length];
        return Rgb.FromOklch(lightness, chroma, hash % 360);
    }

    /// <summary>
    /// The colour of a level by its key: <c>stable</c>, <c>beta</c> or <c>alpha</c>. Darker and far paler than any category's, so that
    /// the inner ring is never taken for the next one.
    /// </summary>
    public static Rgb Level(string key) => key switch
    {
        "stable" => new(0x4f7057),
        "beta" => new(0x69658c),
        "alpha" => new(0x866065),
        _ => new(0x6b7685),
    };

    /// <summary>White or near-black, whichever is easier to read on the colour.</summary>
    public static Rgb TextOn(Rgb colour)
    {
        var (white, black) = (new Rgb(0xffffff), new Rgb(0x101418));
        // White looks better on a saturated colour than its ratio says, so black must win clearly.
        return Rgb.Contrast(colour, white) * 1.35 >= Rgb.Contrast(colour, black) ? white : black;
    }

    // FNV-1a: string.GetHashCode differs from run to run.
    private static uint Hash(string name)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ b) * 16777619u);
        return hash ^ (hash >> 15);
    }
}
