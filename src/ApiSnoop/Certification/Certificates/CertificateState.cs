namespace ApiSnoop.Certification.Certificates;

/// <summary>What a certificate is worth.</summary>
public enum CertificateState : byte
{
    /// <summary>It is genuine and in force.</summary>
    InForce,

    /// <summary>It is genuine, and a release is out that it does not hold for.</summary>
    Expired,

    /// <summary>It is genuine, and says that the app is not certified.</summary>
    NotCertified,

    /// <summary>Nobody signed it.</summary>
    NotSigned,

    /// <summary>It was changed, cut off, or signed by another key.</summary>
    Bad,
}

/// <summary>The words for states of certificates.</summary>
public static class CertificateStateText
{
    /// <summary>The word.</summary>
    public static string Text(this CertificateState state) => state switch
    {
        CertificateState.InForce => "in force",
        CertificateState.Expired => "expired",
        CertificateState.NotCertified => "not certified",
        CertificateState.NotSigned => "unsigned",
        _ => "bad",
    };
}
