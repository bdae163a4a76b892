using System.Globalization;

namespace ApiSnoop.Charts;

/// <summary>An opaque sRGB colour.</summary>
/// <param name="Value">The colour as <c>0xrrggbb</c>.</param>
public readonly record struct Rgb(int Value)
{
    /// <summary>The relative luminance of WCAG, from 0 (black) to 1 (white).</summary>
    public double Luminance =>
        (0.2126 * Linear(Value >> 16)) + (0.7152 * Linear(Value >> 8)) + (0.0722 * Linear(Value));

    /// <summary>The contrast ratio of WCAG between two colours, from 1 to 21.</summary>
    public static double Contrast(Rgb one, Rgb other)
    {
        var (a, b) = (one.Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>The colour as <c>#rrggbb</c>.</summary>
    public override string ToString() => "#" + Value.ToString("x6", CultureInfo.InvariantCulture);

    /// <summary>The colour of an OKLCH triple; chroma that sRGB cannot show is taken back until it can.</summary>
    internal static Rgb FromOklch(double lightness, double chroma, double hueDegrees)
    {
        for (var c = chroma; c > 0; c -= 0.004)
        {
            if (TryOklch(lightness, c, hueDegrees) is { } colour)
                return colour;
        }
        return TryOklch(lightness, 0, hueDegrees) ?? default;
    }

    private static Rgb? TryOklch(double lightness, double chroma, double hueDegrees)
    {
        var (sin, cos) = Math.SinCos(hueDegrees * Math.PI / 180);
        var (a, b) = (chroma * cos, chroma * sin);
        var l = Math.Pow(lightness + (0.3963377774 * a) + (0.2158037573 * b), 3);
        var m = Math.Pow(lightness - (0.1055613458 * a) - (0.0638541728 * b), 3);
        var s = Math.Pow(lightness - (0.0894841775 * a) - (1.2914855480 * b), 3);
        var red = (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s);
        var green = (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s);
        var blue = (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s);
        return InGamut(red) && InGamut(green) && InGamut(blue)
            ? new Rgb((Encode(red) << 16) | (Encode(green) << 8) | Encode(blue))
            : null;
    }

    private static bool InGamut(double channel) => channel is >= -0.0001 and <= 1.0001;

    private static int Encode(double channel)
    {
        var x = Math.Clamp(channel, 0, 1);
        return (int)Math.Round(255 * (x <= 0.0031308 ? 12.92 * x : (1.055 * Math.Pow(x, 1 / 2.4)) - 0.055));
    }

    private static double Linear(int channel)
    {
        var x = (channel & 255) / 255.0;
        return x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4);
    }
}
