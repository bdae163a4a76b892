using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Capturing;
using ApiSnoop.Recording;
using ApiSnoop.Web.Capturing;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary>How a capture is to run: the same options wherever one is started.</summary>
internal sealed class CaptureOptionSet
{
    readonly Option<string> _url = new("--capture-url")
    {
        Description = "Where API servers post their audit events",
        DefaultValueFactory = _ => CaptureListening.DefaultUrl,
        HelpName = "URL",
    };
    readonly Option<string[]> _hosts = new("--capture-host")
    {
        Description = "A name or address under which API servers reach this machine, for certificate and kubeconfig; the first stands "
            + "in the kubeconfig",
        HelpName = "NAME",
    };
    readonly Option<string?> _certificate = new("--capture-cert")
    {
        Description = "A certificate of your own as PEM, with those above it [default: one is made on first use]",
        HelpName = "FILE",
    };
    readonly Option<string?> _key = new("--capture-key") { Description = "Its key as PEM", HelpName = "FILE" };
    readonly Option<string?> _clients = new("--capture-client-ca")
    {
        Description = "Certificates as PEM, whose holders' own certificates do for the token",
        HelpName = "FILE",
    };
    readonly Option<int> _spool = new("--spool-limit")
    {
        Description = "The most that the spool may take on the disk, in MiB",
        DefaultValueFactory = _ => 16 * 1024,
        HelpName = "MIB",
    };
    readonly Option<double> _retryTime = new("--retry-time")
    {
        Description = "How long an API server tries to send a batch, in seconds: longer silence is told as a gap",
        DefaultValueFactory = _ => new CaptureOptions().RetryTime.TotalSeconds,
        HelpName = "SECONDS",
    };

    public CaptureOptionSet()
    {
        _url.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !given.Value.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                result.AddError($"--capture-url {given.Value}: API servers post over TLS only; write it as {CaptureListening.DefaultUrl}.");
        });
        _spool.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() < 1) result.AddError("--spool-limit is at least 1 MiB.");
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_url, _hosts, _certificate, _key, _clients, _spool, _retryTime]) command.Add(option);
    }

    /// <summary>Whether the user gave one that means nothing without a capture.</summary>
    public bool IsGiven(SymbolResult result) =>
        ((Option[])[_url, _hosts, _certificate, _key, _clients, _spool, _retryTime]).Any(o => result.GetResult(o) is { Implicit: false });

    /// <summary>Begins to capture.</summary>
    /// <exception cref="CaptureException">It cannot begin.</exception>
    public CaptureDoor Open(ParseResult result, RecordingStore store) => CaptureDoor.Open(
        store,
        new CaptureOptions
        {
            MostSpoolBytes = (long)result.GetValue(_spool) << 20,
            RetryTime = TimeSpan.FromSeconds(result.GetValue(_retryTime)),
            ToolVersion = ToolVersion.Text,
        },
        new CaptureListening
        {
            Url = result.GetRequiredValue(_url),
            Hosts = result.GetValue(_hosts) ?? [],
            CertificateFile = result.GetValue(_certificate),
            KeyFile = result.GetValue(_key),
            ClientCaFile = result.GetValue(_clients),
        });
}
