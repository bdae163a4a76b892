namespace ApiSnoop.Recording.Rows;

/// <summary>
/// What facts alone tell of the requests in recordings: the same logs read in the same way hold the same ones. Without that all rows
/// would have to be read and compared.
/// </summary>
internal static class LoadedSources
{
    /// <summary>Whether another recording was loaded from all logs of this one, and left out nothing that this one kept.</summary>
    /// <param name="mine">The facts of this one.</param>
    /// <param name="its">The facts of the other one.</param>
    public static bool AreAllIn(Manifest mine, Manifest its) =>
        mine.ToolVersion == its.ToolVersion
        && mine.Requests <= its.Requests
        && mine.Sources.Length > 0
        && (its is { Filters: [], FilteredRequests: 0 } || its.Filters.SequenceEqual(mine.Filters))
        && mine.Sources.All(s => s.Sha256.Length > 0 && its.Sources.Any(o => o.Sha256 == s.Sha256 && IsAsWide(o.Filters, s.Filters)));

    /// <summary>A text that two recordings share only if they hold the same requests.</summary>
    public static string MarkOf(Manifest facts) =>
        facts.Sources.IsEmpty || facts.Sources.Any(s => s.Sha256.Length == 0)
            ? facts.CubeFile
            : FormattableString.Invariant($"{facts.ToolVersion} {facts.Format} {facts.Requests} {facts.FilteredRequests}\0")
              + string.Join('\0', [.. facts.Filters, .. facts.Sources.Select(s => $"{s.Sha256} {s.Filters}")]);

    static bool IsAsWide(string its, string mine) => its.Length == 0 || its == mine;
}
