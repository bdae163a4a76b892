using ApiSnoop.Filtering;

namespace ApiSnoop.Insights.Noise;

/// <summary>A rule that tells noise by who sends it.</summary>
/// <param name="Kind">What kind of noise it is.</param>
/// <param name="Agent">The user agents that it fits, as a pattern; null fits all.</param>
/// <param name="User">The users that it fits, as a pattern; null fits all.</param>
/// <param name="What">Whom it is about, in a few words.</param>
/// <param name="Source">The file that it stands in.</param>
public sealed record NoiseRule(NoiseKind Kind, TextPattern? Agent, TextPattern? User, string What, string Source)
{
    /// <summary>Whether the rule speaks of a client.</summary>
    public bool Fits(string agent, string user) => Fits(Agent, agent) && Fits(User, user);

    /// <summary>Whether it is a part of the cluster, health checks included, rather than a program that somebody installed.</summary>
    public bool IsOfCluster => Kind is NoiseKind.Component or NoiseKind.Probe or NoiseKind.Crawler;

    /// <summary>Whether it asks for versions that nobody may need, because it asks for all.</summary>
    public bool Crawls => Kind is NoiseKind.Crawler or NoiseKind.Tool;

    static bool Fits(TextPattern? pattern, string text) => pattern is null || pattern.Matches(text);
}
