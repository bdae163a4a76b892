using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary><c>apisnoop record list</c>: which recordings run.</summary>
internal sealed class RecordListCommand : Command, IWithExamples
{
    readonly CaptureChoice _capture = new();
    readonly OutputOption _output = new();

    public RecordListCommand()
        : base("list", "Which recordings run")
    {
        _output.AddTo(this);
        _capture.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop record list
          apisnoop record list -o json
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        using var client = _capture.Find(result);
        var state = await client.State(cancelled).ConfigureAwait(false);
        _output.Print(result, Table.Of(
            ["app", "since", "filters", "state"],
            [.. state.Recordings.Select(r => new object?[]
            {
                r.App, r.Started, string.Join(' ', r.Filters.Select(f => $"--{f.Name} {f.Value}")), r.Stopping ? "stopping" : "running",
            })]));
        return ExitCode.Done;
    }
}
