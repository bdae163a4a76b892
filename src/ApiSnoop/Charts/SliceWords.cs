namespace ApiSnoop.Charts;

/// <summary>What a chart says about a slice.</summary>
internal static class SliceWords
{
    private const int Longest = 300;

    /// <summary>The words of a state.</summary>
    public static string Of(SliceState state, ChartMeaning meaning) => (meaning, state) switch
    {
        (ChartMeaning.AppUsage, SliceState.Untested) => "not used",
        (ChartMeaning.AppUsage, _) => "used",
        (_, SliceState.ConformanceTested) => "conformance tested",
        (_, SliceState.Tested) => "tested, not for conformance",
        (_, SliceState.Hit) => "hit, but by no test",
        _ => "untested",
    };

    /// <summary>The lines shown when a slice is pointed at; the first says where or what it is.</summary>
    public static IEnumerable<string> Lines(Slice slice, IReadOnlyList<string> labels, ChartMeaning meaning) =>
        (slice.Children.IsEmpty && slice.Total <= 1 ? Endpoint(slice, meaning) : Group(slice, labels, meaning))
            .Where(line => line.Length > 0)
            .Select(line => Cut(line, Longest));

    /// <summary>Text cut to a length, with an ellipsis that says so.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = Math.Max(0, length - 1);
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>The number of requests in words; empty without requests.</summary>
    public static string Requests(long requests) => requests switch
    {
        0 => "",
        1 => "1 request",
        _ => Figures.Count(requests) + " requests",
    };

    private static IEnumerable<string> Endpoint(Slice slice, ChartMeaning meaning) =>
    [
        slice.Label,
        slice.Detail,
        Of(slice.State, meaning),
        Requests(slice.Requests),
    ];

    private static IEnumerable<string> Group(Slice slice, IReadOnlyList<string> labels, ChartMeaning meaning)
    {
        yield return string.Join(" › ", labels.Where(label => label.Length > 0).Select(label => Cut(label, 80)));
        var share = Figures.Exact(slice.Hit, slice.Total);
        var verb = meaning == ChartMeaning.AppUsage ? "used" : "tested";
        yield return $"{Figures.Count(slice.Hit)} of {Figures.Count(slice.Total)} endpoints {verb} ({share})";
        if (meaning == ChartMeaning.TestCoverage)
        {
            var conformance = Figures.Exact(slice.ConformanceTested, slice.Total);
            yield return $"{Figures.Count(slice.ConformanceTested)} conformance tested ({conformance})";
        }
        yield return Requests(slice.Requests);
    }
}
