namespace ApiSnoop.Web.Capturing;

/// <summary>Where a capture listens, and how it is known to API servers.</summary>
public sealed record CaptureListening
{
    /// <summary>Where API servers post to unless told otherwise.</summary>
    public const string DefaultUrl = "https://127.0.0.1:9443/audit";

    /// <summary>The address with its path.</summary>
    public string Url { get; init; } = DefaultUrl;

    /// <summary>Names under which API servers reach it; the first stands in the kubeconfig. Without any, that in the address.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>A certificate of one's own, as PEM, with those above it; null for one that is made.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its key, as PEM.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Certificates, as PEM, whose holders' own certificates do for a token; null for none.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary>The address as it is parsed; a star or a plus stands for all of the machine's.</summary>
    internal BindingAddress Address => BindingAddress.Parse(Url);

    /// <summary>Whether it listens on all addresses of this machine.</summary>
    internal bool IsEverywhere => Address.Host is "*" or "+" or "0.0.0.0" or "[::]";
}
