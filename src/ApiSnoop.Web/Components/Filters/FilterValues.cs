using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;

namespace ApiSnoop.Web.Components.Filters;

/// <summary>The values that a recording has in each field of the filter.</summary>
internal static class FilterValues
{
    /// <summary>A page over several recordings sums those of each, of which mostly one has just been replaced.</summary>
    static readonly ConditionalWeakTable<OpenRecording, ConcurrentDictionary<FilterField, Dictionary<string, long>>> s_counted = [];

    /// <summary>All distinct values of a field.</summary>
    public static IEnumerable<string> Of(FilterField field, OpenRecording recording) =>
        Counted(field, recording).Keys;

    /// <summary>The values that are met most often, most first; user agents by the program's name alone.</summary>
    public static ImmutableArray<string> Frequent(FilterField field, IReadOnlyList<OpenRecording> recordings, int most)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var recording in recordings)
        {
            foreach (var (value, requests) in Counted(field, recording))
            {
                var shown = field == FilterField.UserAgent ? Program(value) : value;
                if (shown.Length is > 0 and <= 200) sums[shown] = sums.GetValueOrDefault(shown) + requests;
            }
        }

        return [.. sums.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Take(most).Select(s => s.Key)];
    }

    static Dictionary<string, long> Counted(FilterField field, OpenRecording recording) =>
        s_counted.GetOrCreateValue(recording).GetOrAdd(field, f => Counted(f, recording.Stored.Cube, recording.Release, recording.Naming));

    static Dictionary<string, long> Counted(FilterField field, Cube cube, Release release, TestNaming naming) => field switch
    {
        FilterField.UserAgent => Sum(cube, c => c.Agent, cube.Agents.Length, i => [cube.Agents[i]]),
        FilterField.User => Sum(cube, c => c.User, cube.Users.Length, i => [cube.Users[i]]),
        FilterField.ServiceAccount => Sum(cube, c => c.User, cube.Users.Length, i => [ServiceAccountPattern.AccountOf(cube.Users[i])]),
        FilterField.Impersonator =>
            Sum(cube, c => c.Impersonator, cube.Impersonators.Length, i => [cube.Impersonators[i]]),
        FilterField.Namespace => Sum(cube, c => c.Namespace, cube.Namespaces.Length, i => [cube.Namespaces[i]]),
        FilterField.Verb => Sum(cube, c => c.Verb, cube.Verbs.Length, i => [cube.Verbs[i]]),
        FilterField.Test => Sum(cube, c => c.Agent, cube.Agents.Length, i => naming.Of(cube.Agents[i]) is { } t ? [t.Name] : []),
        FilterField.TestTag => Sum(cube, c => c.Agent, cube.Agents.Length, i => naming.Of(cube.Agents[i])?.Tags ?? []),
        FilterField.Level => Sum(cube, c => c.Target, cube.Targets.Length, i => Find(cube, release, i) is { } o ? [o.Level.Text()] : []),
        _ => Sum(cube, c => c.Target, cube.Targets.Length, i => Find(cube, release, i) is { } o ? [o.Category] : []),
    };

    static Dictionary<string, long> Sum(Cube cube, Func<Cell, int> index, int length, Func<int, IEnumerable<string>> texts)
    {
        var byIndex = new long[length];
        foreach (var cell in cube.Cells) byIndex[index(cell)] += cell.Requests;
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < byIndex.Length; i++)
        {
            if (byIndex[i] == 0) continue;
            foreach (var text in texts(i)) sums[text] = sums.GetValueOrDefault(text) + byIndex[i];
        }

        return sums;
    }

    static Operation? Find(Cube cube, Release release, int target) => cube.Targets[target].OperationId is { } id ? release.Find(id) : null;

    static string Program(string agent)
    {
        var end = agent.AsSpan().IndexOfAny('/', ' ');
        return end < 0 ? agent : agent[..end];
    }
}
