using System.Collections.Frozen;
using System.Collections.Immutable;
using ApiSnoop.Catalog;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Conformance;

/// <summary>The conformance tests of one release.</summary>
public sealed class ConformanceList
{
    readonly FrozenDictionary<string, ConformanceTest> _byName;

    /// <summary>Makes a list; of two tests with the same codename the later one counts.</summary>
    public ConformanceList(IEnumerable<ConformanceTest> tests)
    {
        var byName = new Dictionary<string, ConformanceTest>(StringComparer.Ordinal);
        foreach (var test in tests) byName[test.Codename] = test;
        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Tests = [.. byName.Values.OrderBy(t => t.Codename, StringComparer.Ordinal)];
    }

    /// <summary>The tests, sorted by codename.</summary>
    public ImmutableArray<ConformanceTest> Tests { get; }

    /// <summary>How many tests there are; nought where no list is known for the release.</summary>
    public int Count => Tests.Length;

    /// <summary>Whether a test, by its exact codename, is a conformance test.</summary>
    public bool Contains(string codename) => _byName.ContainsKey(codename);

    /// <summary>The test with this exact codename, or null.</summary>
    public ConformanceTest? Find(string codename) => _byName.GetValueOrDefault(codename);

    /// <summary>Reads a <c>conformance.yaml</c> as Kubernetes publishes it in <c>test/conformance/testdata</c>.</summary>
    /// <param name="stream">The document.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">It is not a list of tests; the message says where.</exception>
    public static ConformanceList Read(Stream stream, string name = "conformance.yaml")
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var yaml = new YamlStream();
        try
        {
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{name}:{e.Start.Line}: not valid YAML: {e.Message}", e);
        }
        if (yaml.Documents.Count == 0) return new([]);
        return yaml.Documents[0].RootNode is YamlSequenceNode tests
            ? new(tests.Select(t => Test(t, name)))
            : throw new InvalidDataException($"{name}:1: not a list of conformance tests");
    }

    static ConformanceTest Test(YamlNode node, string name)
    {
        if (node is not YamlMappingNode test || Text(test, "codename") is not { Length: > 0 } codename)
            throw new InvalidDataException($"{name}:{node.Start.Line}: a conformance test has no codename");
        return new(codename, Text(test, "testname"), Text(test, "file"), FirstRelease(Text(test, "release")));
    }

    static string Text(YamlMappingNode test, string key) =>
        test.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlScalarNode { Value: { } text } ? text : "";

    /// <summary>Some tests name several releases (<c>v1.9, v1.18</c>): they were promoted in the first and widened in the others.</summary>
    internal static ReleaseVersion? FirstRelease(string releases)
    {
        ReleaseVersion? first = null;
        foreach (var part in releases.Split(',', StringSplitOptions.TrimEntries))
        {
            if (ReleaseVersion.TryParse(part, out var release) && !(first <= release)) first = release;
        }
        return first;
    }
}
