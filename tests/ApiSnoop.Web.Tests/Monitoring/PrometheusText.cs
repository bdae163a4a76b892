using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ApiSnoop.Web.Tests.Monitoring;

/// <summary>
/// Reads what Prometheus reads, slowly and strictly: each family has one HELP and one TYPE before its samples, and each sample is told
/// once. Source: prometheus.io/docs/instrumenting/exposition_formats.
/// </summary>
static partial class PrometheusText
{
    public static Dictionary<string, Family> Parse(string text)
    {
        text.ShouldEndWith("\n");
        var families = new Dictionary<string, Family>(StringComparer.Ordinal);
        Family? family = null;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var words = line.Split(' ', 4);
                families.TryAdd(words[2], family = new Family(words[2], words[3])).ShouldBeTrue(line);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                words[2].ShouldBe(family?.Name);
                words[3].ShouldBeOneOf("counter", "gauge", "histogram");
                family!.Type.ShouldBe("");
                family.Type = words[3];
            }
            else
            {
                Add(line, family.ShouldNotBeNull(line));
            }
        }

        return families;
    }

    static void Add(string line, Family family)
    {
        var match = Sample().Match(line);
        match.Success.ShouldBeTrue(line);
        var name = match.Groups["name"].Value;
        (name == family.Name || (family.Type == "histogram" && Histogram().Replace(name, "") == family.Name)).ShouldBeTrue(line);
        var value = match.Groups["value"].Value is "+Inf" ? double.PositiveInfinity
            : double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
        var labels = Label().Matches(match.Groups["labels"].Value)
            .ToDictionary(l => l.Groups[1].Value, l => Unescaped(l.Groups[2].Value), StringComparer.Ordinal);
        var key = name + "\0" + string.Join('\0', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));
        family.Keys.Add(key).ShouldBeTrue(line);
        family.Samples.Add((name, labels, value));
    }

    static string Unescaped(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            plain.Append(text[i] != '\\' ? text[i] : text[++i] == 'n' ? '\n' : text[i]);
        return plain.ToString();
    }

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)*)\})? (?<value>\S+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)["]""")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Histogram();

    public sealed record Family(string Name, string Help)
    {
        public string Type { get; set; } = "";

        public List<(string Name, Dictionary<string, string> Labels, double Value)> Samples { get; } = [];

        public HashSet<string> Keys { get; } = [];

        public double Of(params (string Name, string Value)[] labels) =>
            Samples.Where(s => labels.All(l => s.Labels.GetValueOrDefault(l.Name) == l.Value)).Sum(s => s.Value);
    }
}
