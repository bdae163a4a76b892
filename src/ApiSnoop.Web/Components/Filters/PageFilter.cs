using System.Collections.Immutable;
using ApiSnoop.Filtering;
using ApiSnoop.Web.Components.Tables;

namespace ApiSnoop.Web.Components.Filters;

/// <summary>
/// The filter in a page's address. A pattern that cannot be understood is left out and said, so that a typing error gives a
/// message beside the page and not an error in its place.
/// </summary>
/// <param name="Filter">What could be understood.</param>
/// <param name="Errors">What could not, in words for the user.</param>
public sealed record PageFilter(RecordingFilter Filter, ImmutableArray<string> Errors)
{
    /// <summary>What could not be understood, as it was written: it stays in its field, to be put right there.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Rejected { get; init; } = [];

    /// <summary>The parameters of the query that are part of the filter.</summary>
    public static ImmutableArray<string> Names { get; } = [.. RecordingFilter.FieldNames.Select(f => f.Name), "outcome", "since", "until"];

    /// <summary>Reads the filter of a request.</summary>
    public static PageFilter Of(HttpContext? context) =>
        context is null ? new(RecordingFilter.All, []) : Of(PageAddress.QueryOf(context.Request));

    /// <summary>Reads the filter of names and values; an empty value is a field of a form that was left empty.</summary>
    public static PageFilter Of(IEnumerable<KeyValuePair<string, string>> query)
    {
        var filter = RecordingFilter.All;
        var errors = ImmutableArray.CreateBuilder<string>();
        var rejected = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var pair in Given(query))
        {
            try
            {
                var one = RecordingFilter.Parse([pair]);
                filter = filter with
                {
                    Terms = filter.Terms.AddRange(one.Terms),
                    Outcome = pair.Key == "outcome" ? one.Outcome : filter.Outcome,
                    Since = one.Since ?? filter.Since,
                    Until = one.Until ?? filter.Until,
                };
            }
            catch (FormatException e)
            {
                errors.Add($"{pair.Key}: {e.Message}");
                rejected.Add(pair);
            }
        }

        return new(filter, errors.ToImmutable()) { Rejected = rejected.ToImmutable() };
    }

    /// <summary>The parts of a query that belong to the filter and are filled in.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Given(IEnumerable<KeyValuePair<string, string>> query) =>
        query.Where(q => q.Value.Trim().Length > 0 && Names.Contains(q.Key))
            .Select(q => new KeyValuePair<string, string>(q.Key, q.Value.Trim()));
}
