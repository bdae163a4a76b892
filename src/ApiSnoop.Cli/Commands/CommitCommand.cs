using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Loading.Shares;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop commit</c>: puts together what several loaders loaded with <c>load-audit --share</c>.</summary>
internal sealed class CommitCommand : Command, IWithExamples
{
    readonly Argument<string> _app = new("APP") { Description = "The app whose shares were loaded" };
    readonly Option<int> _shares = new("--shares")
    {
        Description = "How many shares there are to be",
        HelpName = "N",
        Required = true,
    };
    readonly OutputOption _output = new();
    readonly StoreOption _store = new();

    public CommitCommand()
        : base("commit", "Put the shares of a load together as the app's recording")
    {
        _shares.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > Share.Most) given.AddError($"--shares is from 1 to {Share.Most}.");
        });
        Add(_app);
        Add(_shares);
        _output.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Shares wait in the store, a folder that all loaders see or one in ClickHouse, and nobody sees them before. Where one is missing
        it is named, the exit code is 3, and the recording stays as it is.

        Examples:
          apisnoop load-audit /var/log/audit/ cluster --share 1/2    # on one machine
          apisnoop load-audit /var/log/audit/ cluster --share 2/2    # on another, with the same store
          apisnoop commit cluster --shares 2
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        var (app, of, store) = (result.GetRequiredValue(_app), result.GetValue(_shares), _store.Open(result));
        try
        {
            var manifest = await Task.Run(() => ShareCommit.Run(app, of, store, cancelled), CancellationToken.None).ConfigureAwait(false);
            var error = result.InvocationConfiguration.Error;
            foreach (var note in manifest.Notes) await error.WriteLineAsync($"Note: {note}").ConfigureAwait(false);
            _output.Print(result, LoadConsole.Summary([manifest]));
            return ExitCode.Done;
        }
        catch (MissingSharesException e)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"apisnoop: {e.Message}.").ConfigureAwait(false);
            return ExitCode.NoVerdict;
        }
    }
}
