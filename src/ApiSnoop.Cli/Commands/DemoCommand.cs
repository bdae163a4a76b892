using System.CommandLine;
using System.Diagnostics;
using ApiSnoop.Cli.Options;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Web;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop demo</c>: two small real recordings, loaded and shown.</summary>
internal sealed class DemoCommand : Command, IWithExamples
{
    readonly UrlOption _url = new();
    readonly Option<bool> _loadOnly = new("--load-only") { Description = "Load the recordings and stop" };
    readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Do not open a browser" };
    readonly OutputOption _output = new();
    readonly StoreOption _store = new();

    public DemoCommand()
        : base("demo", "Load the bundled recordings and show them on http://localhost:9090")
    {
        _url.AddTo(this);
        Add(_loadOnly);
        Add(_noBrowser);
        _output.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop demo
          apisnoop demo --load-only --store ./demo
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        var store = FreeOf(_store.Open(result), result);
        foreach (var (log, app, account, about) in DemoLogs.All)
        {
            var terms = account is null ? LoadFilterTerms.None : new LoadFilterTerms
            {
                ServiceAccounts = [ServiceAccountPattern.Parse(account)],
                Description = [$"--service-account {account}"],
            };
            var request = new LoadRequest
            {
                App = app,
                Inputs = [DemoLogs.Path(log)],
                Filter = terms,
                About = about,
                ToolVersion = ToolVersion.Text,
            };
            LoadConsole.Load(request, store, result, _output, quiet: true, cancelled);
        }

        if (result.GetValue(_loadOnly)) return ExitCode.Done;
        var url = _url.Url(result);
        if (!result.GetValue(_noBrowser)) _ = OpenSoon(url);
        var options = new ServerOptions
        {
            Store = store.Address,
            Url = url,
            Version = ToolVersion.Text,
            Access = AccessOptionSet.Usual(store, url),
        };
        return await StartServerCommand.Serve(result, options, cancelled).ConfigureAwait(false);
    }

    /// <summary>The store, or one beside it if the demo would replace what the user recorded under the same names.</summary>
    static RecordingStore FreeOf(RecordingStore store, ParseResult result)
    {
        var taken =
            DemoLogs.All.FirstOrDefault(
                d => store.Find(d.App) is { } manifest && manifest.Sources.Any(s => Path.GetFileName(s.Name) != d.Log));
        if (taken.App is null) return store;
        var beside = new RecordingStore(store.Location + "-demo");
        result.InvocationConfiguration.Error.WriteLine(
            $"{store.Location} has a recording of {taken.App} of your own; the demo goes to {beside.Location}.");
        return beside;
    }

    /// <summary>Opens the browser of a desktop; on a machine without one nothing happens.</summary>
    static async Task OpenSoon(string url)
    {
        await Task.Delay(700).ConfigureAwait(false);
        var opener = OperatingSystem.IsMacOS() ? "open" : OperatingSystem.IsWindows() ? "explorer" : "xdg-open";
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null
            && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null)
            return;
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(opener, url) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            // The address is printed anyway.
        }
    }
}
