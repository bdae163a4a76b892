using System.CommandLine;
using ApiSnoop.Web;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary>Which certificates and logos the pages of the certification program show.</summary>
internal sealed class ShownCertificates
{
    readonly Option<string?> _certificates = new("--certificates")
    {
        Description = "A folder of certificates to show, each verified first",
        HelpName = "DIR",
    };
    readonly Option<string?> _key = new("--key") { Description = "The public key that they must be signed by", HelpName = "PUB.pem" };
    readonly TimeStampAuthorityOption _authority = new();
    readonly Option<string?> _logos = new("--logos")
    {
        Description = "A folder of logos for cards, APP.png each, of 64 KiB at most",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        command.Add(_certificates);
        command.Add(_key);
        _authority.AddTo(command);
        command.Add(_logos);
        command.Validators.Add(line =>
        {
            if (line.GetValue(_certificates) is null && (line.GetResult(_key) is not null || _authority.IsGiven(line)))
                line.AddError("--key and --timestamp-authority are for certificates: name their folder with --certificates DIR.");
        });
    }

    /// <summary>The server's options with what is to be shown.</summary>
    /// <exception cref="UserException">A folder or a file is not there, or is not what it should be.</exception>
    public ServerOptions In(ServerOptions options, ParseResult result)
    {
        if (result.GetValue(_key) is { } key) KeyFile.Read(key).Dispose();
        _authority.Trust(result)?.Dispose();
        return options with
        {
            Certificates = Folder(result.GetValue(_certificates), "certificates"),
            CertificateKey = result.GetValue(_key) is { } path ? File.ReadAllText(path) : null,
            TimeStampAuthority = _authority.Text(result),
            Logos = Folder(result.GetValue(_logos), "logos"),
        };
    }

    static string Folder(string? path, string of) =>
        path is null ? ""
        : Directory.Exists(path) ? Path.GetFullPath(path)
        : throw new UserException($"There is no folder {path} with {of}.");
}
