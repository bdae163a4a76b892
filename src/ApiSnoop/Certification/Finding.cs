using ApiSnoop.Catalog;

namespace ApiSnoop.Certification;

/// <summary>A rule that an app breaks.</summary>
/// <param name="Rule">The number of the rule.</param>
/// <param name="Kind">What the verdict is if nothing worse is found.</param>
/// <param name="Use">The operation that breaks it; null for a version that is gone already.</param>
/// <param name="Name">The operation's id, or what was asked for.</param>
/// <param name="Message">What is wrong and what to do, in a line.</param>
/// <param name="EndsIn">The release that lacks the operation; null where the level is wrong.</param>
public sealed record Finding(string Rule, VerdictKind Kind, UsedOperation? Use, string Name, string Message, ReleaseVersion? EndsIn);
