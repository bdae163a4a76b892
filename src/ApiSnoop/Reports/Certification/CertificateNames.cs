namespace ApiSnoop.Reports.Certification;

/// <summary>The names of a certificate's files, safe on every disk and in every link.</summary>
public static class CertificateNames
{
    /// <summary>The name of an app as a file name without an ending.</summary>
    public static string Stem(string app)
    {
        var stem = string.Concat(app.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('.');
        return stem.Length == 0 ? "app" : stem[..Math.Min(stem.Length, 80)];
    }

    /// <summary>The signed certificate.</summary>
    public static string Bundle(string app) => Stem(app) + ".sigstore.json";

    /// <summary>The certificate without a signature.</summary>
    public static string Statement(string app) => Stem(app) + ".intoto.json";
}
