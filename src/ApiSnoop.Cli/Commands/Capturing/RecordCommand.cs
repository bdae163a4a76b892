using System.CommandLine;
using ApiSnoop.Cli.Options;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary><c>apisnoop record</c>: records an app while a command runs, or from start to stop.</summary>
internal sealed class RecordCommand : Command, IWithExamples
{
    readonly Argument<string> _app = new("APP") { Description = "The app's name" };
    readonly Argument<string[]> _command = new("-- COMMAND")
    {
        Description = "What to run while the app is recorded",
        Arity = new ArgumentArity(0, 100_000),
    };
    readonly Option<string?> _from = new("--from")
    {
        Description = "Record what is appended to this log meanwhile, without a capture",
        HelpName = "LOG",
    };
    readonly ReleaseOption _release = new();
    readonly FilterOptions _filter = new(onLoad: true);
    readonly CaptureChoice _capture = new();
    readonly SettleOption _settle = new();
    readonly OutputOption _output = new();

    public RecordCommand()
        : base("record", "Record an app while a command runs, or from start to stop")
    {
        Add(_app);
        Add(_command);
        Add(_from);
        _release.AddTo(this);
        _settle.AddTo(this);
        _filter.AddTo(this);
        _capture.AddTo(this);
        _output.AddTo(this);
        Add(new RecordStartCommand());
        Add(new RecordStopCommand());
        Add(new RecordListCommand());
        Validators.Add(command =>
        {
            if (command.GetResult(_app) is { Tokens.Count: > 0 } && command.GetResult(_command) is not { Tokens.Count: > 0 })
                command.AddError("Say what to run: apisnoop record APP -- COMMAND. From start to stop: apisnoop record start APP");
        });
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop record prometheus --namespace monitoring -- helm install prometheus prometheus-community/prometheus
          apisnoop record e2e -- hydrophone --focus Pods
          apisnoop record start shop --namespace shop
          apisnoop record stop shop
          apisnoop record list
          apisnoop record shop --from /var/log/kubernetes/audit.log -- kubectl apply -f shop.yaml

        A capture must run on the same store, or be named with --server; --from needs none. It ends with the code of COMMAND.
        What was recorded is told on standard error; --out writes it as a table.
        """;

    string Release(ParseResult result) => _release.Version(result)?.ToString() ?? "";

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        var app = result.GetRequiredValue(_app);
        var command = result.GetRequiredValue(_command);
        if (result.GetValue(_from) is { } log)
            return await LogRecording.Run(
                app, log, command, _filter.Values(result), Release(result), _capture.Store.Open(result), result, _output, cancelled)
                .ConfigureAwait(false);
        using var client = _capture.Find(result);
        await client.Start(RecordConsole.Question(app, _filter.Values(result), Release(result)), cancelled).ConfigureAwait(false);
        var error = result.InvocationConfiguration.Error;
        var code = await RunningProgram.Run(command, error, cancelled).ConfigureAwait(false);
        // Who stops the command does not want to wait for what is on its way; what arrived is kept.
        var settle = cancelled.IsCancellationRequested ? TimeSpan.Zero : _settle.Value(result);
        await error.WriteLineAsync("Waiting for the API servers to tell the rest…").ConfigureAwait(false);
        var finished = await client.Stop(app, settle, CancellationToken.None).ConfigureAwait(false);
        RecordConsole.Report(app, finished, settle, error);
        if (finished.Recording is { } recording)
        {
            if (_output.NamesFile(result)) _output.Print(result, RecordConsole.Summary(recording, finished));
            else RecordConsole.Tell(recording, error);
        }

        return code == ExitCode.Done && finished.Recording is null ? ExitCode.Failed : code;
    }
}
