using System.Collections.Immutable;
using System.Text;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Filtering;

namespace ApiSnoop.Insights.Noise;

/// <summary>Reads rules from a file: a rule a line, cells between tabs.</summary>
/// <remarks>
/// The cells are the kind, the user agent, the user, and whom it is about; what is left out at the end of a line is empty. For short, a
/// line of one cell is a user agent, and a <c>-</c> before a line makes what it fits no noise.
/// </remarks>
static class NoiseFile
{
    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The shipped rules.</summary>
    public static ImmutableArray<NoiseRule> Shipped => Parse(Encoding.UTF8.GetString(ShippedFacts.Read("noise.tsv")), "shipped");

    /// <summary>The rules of a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">A line is no rule; the message says which and why.</exception>
    public static ImmutableArray<NoiseRule> Read(string path)
    {
        try
        {
            return Parse(s_strict.GetString(File.ReadAllBytes(path)), path);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException($"{path} is no text: rules for noise are lines of UTF-8 with tabs between their cells.");
        }
    }

    internal static ImmutableArray<NoiseRule> Parse(string text, string source)
    {
        var rules = ImmutableArray.CreateBuilder<NoiseRule>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var rule = line.TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(rule) || rule.StartsWith('#')) continue;
            try
            {
                rules.Add(OfLine(rule, source));
            }
            catch (FormatException e)
            {
                throw new FormatException($"{source}:{number}: {e.Message}", e);
            }
        }

        return rules.ToImmutable();
    }

    static NoiseRule OfLine(string line, string source)
    {
        var takesAway = line.StartsWith('-');
        var cells = Array.ConvertAll((takesAway ? line[1..] : line).Split('\t'), c => TsvCell.Unescape(c.Trim()));
        if (cells.Length == 1) cells = ["component", cells[0]];
        if (cells.Length > 4) throw new FormatException("a rule has four cells: kind, user agent, user, and whom it is about.");
        var (agent, user) = (Pattern(cells[1]), Pattern(cells.ElementAtOrDefault(2) ?? ""));
        return agent is null && user is null
            ? throw new FormatException("a rule names a user agent or a user.")
            : new NoiseRule(takesAway ? NoiseKind.None : KindOf(cells[0]), agent, user, cells.ElementAtOrDefault(3) ?? "", source);
    }

    static TextPattern? Pattern(string text) => text.Length switch
    {
        0 => null,
        > 0 when text.StartsWith('-') => throw new FormatException($"'{text}': the - belongs before the line."),
        _ => TextPattern.Parse(text, prose: false),
    };

    static NoiseKind KindOf(string text) =>
        Enum.GetValues<NoiseKind>().Where(k => k.Text() == text).Select(k => (NoiseKind?)k).FirstOrDefault()
        ?? throw new FormatException(
            $"'{text}' is no kind of noise: use {string.Join(", ", Enum.GetValues<NoiseKind>().Select(k => k.Text()))}.");
}
