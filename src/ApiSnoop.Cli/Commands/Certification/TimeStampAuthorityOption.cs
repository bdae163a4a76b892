using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Certification.Certificates;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary>Whose time stamp certificates must have.</summary>
internal sealed class TimeStampAuthorityOption
{
    readonly Option<string?> _authority = new("--timestamp-authority")
    {
        Description = "The certificates, down to the root, of the authority that must have stamped it [default: any may have]",
        HelpName = "CHAIN.pem",
    };

    public void AddTo(Command command) => command.Add(_authority);

    public bool IsGiven(SymbolResult command) => command.GetResult(_authority) is not null;

    /// <summary>The certificates as they are written; null where any authority will do.</summary>
    /// <exception cref="UserException">There is no such file.</exception>
    public string? Text(ParseResult result) =>
        result.GetValue(_authority) is not { } path ? null
        : File.Exists(path) ? File.ReadAllText(path)
        : throw new UserException($"There is no file {path} with the certificates of an authority.");

    /// <inheritdoc cref="Text"/>
    public TimeStampTrust? Trust(ParseResult result) =>
        Text(result) is { } text ? TimeStampTrust.Read(text, result.GetValue(_authority)!) : null;
}
