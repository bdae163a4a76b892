using System.CommandLine;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Cli.Options;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary><c>apisnoop certificate verify</c>: is a certificate genuine and in force, and does it follow from the evidence?</summary>
internal sealed class VerifyCommand : Command
{
    readonly Argument<string> _file = new("FILE") { Description = "The certificate, a .sigstore.json" };
    readonly Option<string> _key = new("--key") { Description = "The public key of who signed it", Required = true, HelpName = "PUB.pem" };
    readonly Option<string?> _evidence = new("--evidence")
    {
        Description = "The recording that it was made from: the verdict is come to again",
        HelpName = "RECORDING",
    };
    readonly TimeStampAuthorityOption _authority = new();
    readonly StoreOption _store = new();

    public VerifyCommand()
        : base("verify", "Verify a certificate: 0 genuine and in force, 10 changed, badly signed or not certified, 11 expired")
    {
        Add(_file);
        Add(_key);
        Add(_evidence);
        _authority.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    int Run(ParseResult result)
    {
        var store = _store.Open(result);
        using var key = KeyFile.Read(result.GetRequiredValue(_key));
        var noise = NoiseRules.InForce(store.Location);
        var evidence = result.GetValue(_evidence) is { } app
            ? new CertificateEvidence(
                new RecordingShelf(store).Coverage(app, RecordingFilter.All) ?? throw UserException.NoApp(app, store), noise)
            : null;
        using var authority = _authority.Trust(result);
        var read = new CertificateReader(key, noise, store.Clock, authority).Read(result.GetRequiredValue(_file), evidence);
        Print(read, evidence is not null, result.InvocationConfiguration.Output);
        return read.State switch
        {
            CertificateState.InForce => ExitCode.Done,
            CertificateState.Expired => ExitCode.ExpiredCertificate,
            _ => ExitCode.BadCertificate,
        };
    }

    static void Print(KnownCertificate read, bool follows, TextWriter to)
    {
        var says = read.App.Length > 0 ? $": {Plain(read.App)}, {read.Verdict}, holds {read.Holds}" : "";
        to.WriteLine($"{read.File}: {read.State.Text()}{says}");
        foreach (var reason in read.Reasons) to.WriteLine($"  {Plain(reason)}");
        if (read.Stamp is { } stamp)
        {
            var by = stamp.IsChecked ? "of the authority given" : "and who that is was not checked: give --timestamp-authority CHAIN.pem";
            to.WriteLine($"  signed at {stamp.Text} by the time stamp of {Plain(stamp.By)}, {by}");
        }

        foreach (var changed in read.ChangedSince) to.WriteLine($"  changed since it was made: {changed}");
        if (read.State == CertificateState.InForce && follows) to.WriteLine("  the verdict follows from the recording");
    }

    static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
