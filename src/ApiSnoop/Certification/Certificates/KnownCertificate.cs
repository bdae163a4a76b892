using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ApiSnoop.Catalog;

namespace ApiSnoop.Certification.Certificates;

/// <summary>A certificate as it was read, and what it is worth.</summary>
/// <param name="File">Its file.</param>
/// <param name="State">What it is worth.</param>
/// <param name="Reasons">Why, a sentence each; empty where it is in force.</param>
/// <param name="Predicate">What it says; null where that cannot be believed.</param>
public sealed record KnownCertificate(string File, CertificateState State, ImmutableArray<string> Reasons, JsonObject? Predicate)
{
    /// <summary>What of the facts and rules is not what this APISnoop has.</summary>
    public ImmutableArray<string> ChangedSince { get; init; } = [];

    /// <summary>The app; empty where it cannot be believed.</summary>
    public string App => Text("app");

    /// <summary>The verdict in words.</summary>
    public string Verdict => Text("verdict");

    /// <summary>The level; empty where none was seen.</summary>
    public string Level => Text("level");

    /// <summary>The release that it was made for.</summary>
    public string Target => Text("target");

    /// <summary>The release that the app was recorded on.</summary>
    public string Release => Text("release");

    /// <summary>The version of the app; empty where it was not told.</summary>
    public string AppVersion => Predicate?["appVersion"]?.GetValue<string>() ?? "";

    /// <summary>How long it holds, in words.</summary>
    public string Holds => Text("holds");

    /// <summary>When it was signed, by its time stamp; null where it has none.</summary>
    public StampedTime? Stamp { get; init; }

    /// <summary>When it was signed, by its time stamp; where it has none, when it was made, as it says.</summary>
    public string IssuedAt => Stamp?.Text ?? Predicate?["issuedAt"]?.GetValue<string>() ?? "";

    /// <summary>The first release that it does not hold for; null when it holds in every 1.x.</summary>
    public ReleaseVersion? Until => ReleaseVersion.TryParse(Text("holdsUntil"), out var v) ? v : null;

    string Text(string name) => Predicate?["verdict"]?[name]?.GetValue<string>() ?? "";
}
