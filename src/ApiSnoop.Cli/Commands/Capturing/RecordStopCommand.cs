using System.CommandLine;
using ApiSnoop.Cli.Options;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary><c>apisnoop record stop</c>: ends a recording and tells what it holds.</summary>
internal sealed class RecordStopCommand : Command, IWithExamples
{
    readonly Argument<string> _app = new("APP") { Description = "The app's name" };
    readonly CaptureChoice _capture = new();
    readonly SettleOption _settle = new();
    readonly OutputOption _output = new();

    public RecordStopCommand()
        : base("stop", "End the recording of an app")
    {
        Add(_app);
        _settle.AddTo(this);
        _output.AddTo(this);
        _capture.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop record stop shop
          apisnoop record stop shop --settle 5s -o json
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        var (app, settle) = (result.GetRequiredValue(_app), _settle.Value(result));
        using var client = _capture.Find(result);
        var finished = await client.Stop(app, settle, cancelled).ConfigureAwait(false);
        RecordConsole.Report(app, finished, settle, result.InvocationConfiguration.Error);
        if (finished.Recording is not { } recording) return ExitCode.Failed;
        _output.Print(result, RecordConsole.Summary(recording, finished));
        return ExitCode.Done;
    }
}
