using System.CommandLine;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Cli.Options;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary><c>apisnoop certificate list</c>: what the certificates of a folder are worth, and what changed since they were made.</summary>
internal sealed class ListCommand : Command
{
    readonly Argument<string> _folder = new("DIR") { Description = "The folder of the certificates" };
    readonly Option<string?> _key = new("--key")
    {
        Description = "The public key that they must be signed by [default: signatures are not looked at]",
        HelpName = "PUB.pem",
    };
    readonly TimeStampAuthorityOption _authority = new();
    readonly OutputOption _output = new();
    readonly StoreOption _store = new();

    public ListCommand()
        : base("list", "List certificates: which are in force, which expired, and what changed since")
    {
        Add(_folder);
        Add(_key);
        _authority.AddTo(this);
        _output.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    int Run(ParseResult result)
    {
        var folder = result.GetRequiredValue(_folder);
        if (!Directory.Exists(folder)) throw new UserException($"There is no folder {folder}.");
        var store = _store.Open(result);
        using var key = result.GetValue(_key) is { } pem ? KeyFile.Read(pem) : null;
        using var authority = _authority.Trust(result);
        var reader = new CertificateReader(key, NoiseRules.InForce(store.Location), store.Clock, authority);
        _output.Print(result, CertificateTable.Of(CertificateFolder.Read(folder, reader), key is not null));
        return ExitCode.Done;
    }
}
