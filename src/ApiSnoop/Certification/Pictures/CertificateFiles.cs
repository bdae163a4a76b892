using System.Collections.Immutable;
using System.Text;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Certification.Pictures;

/// <summary>All files of a certificate.</summary>
public static class CertificateFiles
{
    /// <summary>The files by name.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="app">The recording that it was made from.</param>
    /// <param name="key">The key to sign with; null for statements that nobody signed.</param>
    /// <param name="logo">A PNG for the card; null without.</param>
    /// <param name="authority">Who stamps the signatures with the time; null for no stamps.</param>
    public static ImmutableArray<(string Name, byte[] Content)> Of(
        Certificate certificate, AppCoverage app, SigningKey? key, byte[]? logo = null, ITimeStampAuthority? authority = null)
    {
        var verdict = certificate.Verdict;
        var stem = CertificateNames.Stem(verdict.App);
        var files = ImmutableArray.CreateBuilder<(string, byte[])>();
        foreach (var (name, statement) in ((string, byte[])[])[
            (stem, certificate.Statement()), (stem + ".test-result", certificate.TestResult()), (stem + ".svr", certificate.Summary()),
        ])
        {
            files.Add((name + ".intoto.json", statement));
            if (key is not null)
                files.Add((name + ".sigstore.json", Encoding.UTF8.GetBytes(Bundle.Sign(statement, key, authority).ToText())));
        }

        void Add(string ending, string text) => files.Add((stem + ending, Encoding.UTF8.GetBytes(text)));
        Add(".predicate.json", JsonYaml.Json(certificate.Predicate()) + "\n");
        Add(".html", CertificatePage.ToHtml(certificate, app));
        Add(".card.svg", Card.ToSvg(verdict, logo));
        Add(".badge.svg", Badge.ToSvg(verdict));
        Add(".badge.json", Badge.Json(verdict));
        var markdown = new StringWriter { NewLine = "\n" };
        VerdictMarkdown.Write([verdict], markdown);
        Add(".md", markdown.ToString());
        return files.ToImmutable();
    }
}
