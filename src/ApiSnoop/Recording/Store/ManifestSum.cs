namespace ApiSnoop.Recording.Store;

/// <summary>The facts of a recording that was added to.</summary>
internal static class ManifestSum
{
    const int SampleLimit = 100;

    /// <summary>Refuses to add counts that were matched against different operations.</summary>
    public static void RequireSame(Manifest previous, string release, bool ownSpec, Func<Manifest, bool> sameSpec)
    {
        if (previous.Release != release || previous.OwnSpec != ownSpec)
        {
            throw new StoreException(
                $"the recording of \"{previous.App}\" was matched against {previous.Release}, this load against {release}; "
                + "load with the same release, or without --append");
        }

        if (previous.SpecFile.Length > 0 && !sameSpec(previous))
            throw new StoreException(
                $"the document {previous.Release} has changed since \"{previous.App}\" was loaded; load it without --append");
    }

    public static Manifest Add(Manifest previous, Manifest added) => added with
    {
        Sources = [.. previous.Sources, .. added.Sources],
        Filters = [.. previous.Filters.Union(added.Filters, StringComparer.Ordinal)],
        TimedTests = [.. previous.TimedTests, .. added.TimedTests],
        Notes = [.. previous.Notes.Union(added.Notes, StringComparer.Ordinal)],
        Lines = previous.Lines + added.Lines,
        Events = previous.Events + added.Events,
        FilteredRequests = previous.FilteredRequests + added.FilteredRequests,
        RepeatedEvents = previous.RepeatedEvents + added.RepeatedEvents,
        BadLines = previous.BadLines + added.BadLines,
        BadLineSamples = [.. previous.BadLineSamples.Concat(added.BadLineSamples).Take(SampleLimit)],
        Requests = previous.Requests + added.Requests,
        MatchedRequests = previous.MatchedRequests + added.MatchedRequests,
        UntimedRequests = previous.UntimedRequests + added.UntimedRequests,
        From = Least(previous.From, added.From),
        To = Greatest(previous.To, added.To),
        RequestFiles = [.. previous.RequestFiles, .. added.RequestFiles],
    };

    static DateTimeOffset? Least(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    static DateTimeOffset? Greatest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
