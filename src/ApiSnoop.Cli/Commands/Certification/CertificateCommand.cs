using System.CommandLine;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary><c>apisnoop certificate</c>: keys for certificates, and what certificates are worth.</summary>
internal sealed class CertificateCommand : Command, IWithExamples
{
    public CertificateCommand()
        : base("certificate", "Make keys for certificates, verify certificates, and list them")
    {
        Add(new KeygenCommand());
        Add(new VerifyCommand());
        Add(new ListCommand());
    }

    public string Examples => """
        A certificate is made by apisnoop certify APP --out DIR --sign key.pem.

        Examples:
          apisnoop certificate keygen key.pem
          apisnoop certificate verify out/shop.sigstore.json --key key.pub.pem --evidence shop
          apisnoop certificate verify out/shop.sigstore.json --key key.pub.pem --timestamp-authority tsa-chain.pem
          apisnoop certificate list out/ --key key.pub.pem
        """;
}
