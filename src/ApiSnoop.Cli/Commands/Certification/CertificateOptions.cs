using System.CommandLine;
using System.Security.Cryptography;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary>Where a certificate is written, of what, and who signs it.</summary>
internal sealed class CertificateOptions
{
    readonly Option<string?> _out = new("--out")
    {
        Description = "Also write certificate, page, card, badge and Markdown into this folder",
        HelpName = "DIR",
    };
    readonly Option<string[]> _subject = new("--subject")
    {
        Description = "What is certified: an image or a chart with its digest [default: the recording]",
        HelpName = "NAME@sha256:HEX",
    };
    readonly Option<string?> _version = new("--version")
    {
        Description = "The version of the app",
        HelpName = "VERSION",
    };
    readonly Option<string?> _sign = new("--sign") { Description = "Sign with this private key", HelpName = "KEY.pem" };
    readonly Option<string?> _timestamp = new("--timestamp")
    {
        Description = "Have this RFC 3161 authority stamp the signatures with the time; it gets a hash of each",
        HelpName = "URL",
    };
    readonly Option<string?> _policy = new("--audit-policy")
    {
        Description = "The audit policy that the log was made under; its digest is evidence",
        HelpName = "FILE",
    };
    readonly Option<string?> _logo = new("--logo") { Description = "A PNG for the card, of 64 KiB at most", HelpName = "FILE.png" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_out, _subject, _version, _sign, _timestamp, _policy, _logo]) command.Add(option);
        _subject.Validators.Add(option =>
        {
            foreach (var token in option.Tokens)
            {
                try
                {
                    Subject.Parse(token.Value);
                }
                catch (FormatException e)
                {
                    option.AddError($"--subject: {e.Message}");
                }
            }
        });
        _timestamp.Validators.Add(option =>
        {
            if (option.Tokens is [var given] && !HttpTimeStampAuthority.IsAddress(given.Value))
                option.AddError($"--timestamp {given.Value} is no address of an authority: write it as https://tsa.example.org.");
        });
        command.Validators.Add(line =>
        {
            if (line.GetValue(_out) is null && line.GetResult(_sign) is not null)
                line.AddError("--sign needs --out DIR, a folder for the certificate.");
            if (line.GetValue(_sign) is null && line.GetResult(_timestamp) is not null)
                line.AddError("--timestamp needs --sign KEY.pem: what is stamped is a signature.");
        });
    }

    public void Write(
        ParseResult result, IEnumerable<(AppCoverage App, AppVerdict Verdict)> judged, NoiseRules noise, TimeProvider clock)
    {
        if (result.GetValue(_out) is not { } folder) return;
        using var key = result.GetValue(_sign) is { } pem ? KeyFile.Read(pem) : null;
        using var authority = result.GetValue(_timestamp) is { } address
            ? new HttpTimeStampAuthority(new Uri(address), HttpTimeStampAuthority.Patience)
            : null;
        var policy = result.GetValue(_policy) is { } file ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : null;
        Directory.CreateDirectory(folder);
        foreach (var (app, verdict) in judged)
        {
            var certificate = new Certificate(
                verdict, [.. (result.GetValue(_subject) ?? []).Select(Subject.Parse)], result.GetValue(_version) ?? "",
                Evidence.Of(app.Manifest, app.Cube, noise, policy), clock.GetUtcNow(), ToolVersion.Text);
            var files = CertificateFiles.Of(certificate, app, key, LogoOf(result), authority);
            foreach (var (name, content) in files) OutputFile.Write(Path.Combine(folder, name), content);
            result.InvocationConfiguration.Error.WriteLine(
                $"{files.Length} files written to {folder}: {string.Join(", ", files.Select(f => f.Name))}");
        }
    }

    byte[]? LogoOf(ParseResult result)
    {
        if (result.GetValue(_logo) is not { } path) return null;
        try
        {
            return Logo.Read(path);
        }
        catch (InvalidDataException e)
        {
            throw new UserException(e.Message);
        }
    }
}
