using System.CommandLine;
using ApiSnoop.Cli.Options;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary><c>apisnoop record start</c>: begins a recording.</summary>
internal sealed class RecordStartCommand : Command, IWithExamples
{
    readonly Argument<string> _app = new("APP") { Description = "The app's name" };
    readonly ReleaseOption _release = new();
    readonly FilterOptions _filter = new(onLoad: true);
    readonly CaptureChoice _capture = new();

    public RecordStartCommand()
        : base("start", "Begin to record an app")
    {
        Add(_app);
        _release.AddTo(this);
        _filter.AddTo(this);
        _capture.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop record start shop --namespace shop
          apisnoop record start prometheus --service-account monitoring:prometheus
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        var app = result.GetRequiredValue(_app);
        using var client = _capture.Find(result);
        var release = _release.Version(result)?.ToString() ?? "";
        await client.Start(RecordConsole.Question(app, _filter.Values(result), release), cancelled).ConfigureAwait(false);
        await result.InvocationConfiguration.Error.WriteLineAsync($"Recording {app}. End it: apisnoop record stop {app}")
            .ConfigureAwait(false);
        return ExitCode.Done;
    }
}
