using ApiSnoop.Certification;
using ApiSnoop.Certification.Certificates;

namespace ApiSnoop.Web.Components.Certification;

/// <summary>The look of verdicts and of certificates' states.</summary>
static class VerdictBadge
{
    /// <summary>The class of a verdict's badge.</summary>
    public static string ClassOf(VerdictKind kind) => kind switch
    {
        VerdictKind.Certified => "ok",
        VerdictKind.Gone => "bad",
        VerdictKind.NotEnoughSeen => "untested",
        _ => "warn",
    };

    /// <summary>The class of a certificate's badge.</summary>
    public static string ClassOf(CertificateState state) => state switch
    {
        CertificateState.InForce => "ok",
        CertificateState.NotSigned => "untested",
        CertificateState.Bad => "bad",
        _ => "warn",
    };
}
