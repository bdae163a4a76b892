using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Reports;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop chart</c>: an app's chart as an SVG file.</summary>
internal sealed class ChartCommand : Command, IWithExamples
{
    readonly Argument<string> _shape = new("SHAPE") { Description = "sunburst or icicle" };
    readonly Argument<string> _app = new("APP") { Description = "The app; a run gives the test coverage" };
    readonly Option<string> _out = new("--out", "-o")
    {
        Description = "The file to write, or - for standard output",
        DefaultValueFactory = _ => "-",
        HelpName = "FILE.svg",
    };
    readonly Option<string?> _zoom = new("--zoom") { Description = "The slice to show, such as stable/core", HelpName = "PATH" };
    readonly FilterOptions _filter = new(onLoad: false);
    readonly StoreOption _store = new();

    public ChartCommand()
        : base("chart", "Draw an app's sunburst or icicle as an SVG file")
    {
        _shape.AcceptOnlyFromAmong("sunburst", "icicle");
        Add(_shape);
        Add(_app);
        Add(_out);
        Add(_zoom);
        _filter.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop chart sunburst e2e --out coverage.svg
          apisnoop chart icicle prometheus --zoom stable/core > core.svg
        """;

    int Run(ParseResult result)
    {
        var app = result.GetRequiredValue(_app);
        var store = _store.Open(result);
        var coverage = new RecordingShelf(store).Coverage(app, _filter.Filter(result)) ?? throw UserException.NoApp(app, store);
        var meaning = CoverageSlices.MeaningOf(coverage);
        var options = new ChartOptions
        {
            Shape = result.GetRequiredValue(_shape) == "icicle" ? ChartShape.Icicle : ChartShape.Sunburst,
            Meaning = meaning,
            Standalone = true,
            Title = CoverageSlices.TitleOf(coverage),
            Zoom = [.. (result.GetValue(_zoom) ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)],
        };
        var root = CoverageSlices.Of(coverage, meaning);
        RequireSlice(root, options.Zoom);
        Write(result, result.GetRequiredValue(_out), to => ChartSvg.Write(to, root, options));
        return ExitCode.Done;
    }

    static void RequireSlice(Slice root, IReadOnlyList<string> path)
    {
        var chain = SliceTree.Resolve(root, path);
        if (chain.Length == path.Count + 1) return;
        var there = string.Join(", ", chain[^1].Children.Select(c => c.Key).Take(20));
        throw new UserException(
            $"There is no slice {string.Join('/', path)}. "
                + $"{(chain.Length == 1 ? "There are" : string.Join('/', path.Take(chain.Length - 1)) + " has")}: {there}.");
    }

    static void Write(ParseResult result, string path, Action<TextWriter> write)
    {
        if (path == "-")
        {
            write(result.InvocationConfiguration.Output);
            return;
        }

        OutputFile.Write(path, write);
    }
}
