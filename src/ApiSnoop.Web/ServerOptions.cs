using ApiSnoop.Web.Access;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Mcp;

namespace ApiSnoop.Web;

/// <summary>How the server is to run.</summary>
public sealed record ServerOptions
{
    /// <summary>Where the recordings are; see <see cref="ApiSnoop.Recording.StoreAddress"/>.</summary>
    public required string Store { get; init; }

    /// <summary>Where to listen; loopback unless the user says otherwise, because recordings tell of a cluster's inside.</summary>
    public string Url { get; init; } = "http://localhost:9090";

    /// <summary>Further names that the server is known by, as behind a proxy. One that listens on loopback answers to no others.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>A folder of certificates to show; empty for none.</summary>
    public string Certificates { get; init; } = "";

    /// <summary>The public key that these must be signed by, in PEM; null where signatures are not looked at.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>The certificates, in PEM, of the authority that must have stamped them; null where any may have.</summary>
    public string? TimeStampAuthority { get; init; }

    /// <summary>A folder of logos, <c>APP.png</c> each; empty for none.</summary>
    public string Logos { get; init; } = "";

    /// <summary>The capture that runs beside the pages; null without one.</summary>
    public CaptureDoor? Capture { get; init; }

    /// <summary>How many bytes of rendered pages are kept in memory; 0 to render each page anew.</summary>
    public long MostPageBytes { get; init; } = 48 << 20;

    /// <summary>Who may see and do what; null where whoever reaches the server may see all of it, as on loopback.</summary>
    public AccessOptions? Access { get; init; }

    /// <summary>How language models come in.</summary>
    public ModelDoor Mcp { get; init; }

    /// <summary>Whether the log's lines are JSON.</summary>
    public bool LogsJson { get; init; }

    /// <summary>The version of APISnoop, shown on the pages.</summary>
    public string Version { get; init; } = "";
}
