using System.Collections.Concurrent;
using System.Text;
using ApiSnoop.Filtering;
using ApiSnoop.Reports.Usage;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// What was counted for a page or an answer, kept until a load replaces a recording: recordings do not change, so the same
/// question has the same answer. Safe for several threads.
/// </summary>
/// <param name="shelf">The recordings.</param>
public sealed class AnswerCache(RecordingShelf shelf)
{
    /// <summary>Questions come from URLs, so there may be any number of them.</summary>
    const int Most = 200;

    readonly ConcurrentDictionary<string, object> _answers = new(StringComparer.Ordinal);

    /// <summary>The answer, made now if it is not kept.</summary>
    /// <param name="question">What is asked, told apart from all other questions that have answers of this type.</param>
    /// <param name="apps">Of which apps.</param>
    /// <param name="filter">Under which filter.</param>
    /// <param name="make">Makes the answer.</param>
    public T Get<T>(string question, IReadOnlyList<string> apps, RecordingFilter filter, Func<T> make)
        where T : notnull
    {
        var key = typeof(T) + Key(question, apps, filter);
        if (_answers.TryGetValue(key, out var kept)) return (T)kept;
        var made = make();
        if (_answers.Count >= Most) _answers.Clear();
        _answers[key] = made;
        return made;
    }

    /// <summary>A text that changes when any recording does, or the imported spreadsheet.</summary>
    public string Stamp() => string.Join('\n', [.. shelf.Store.Manifests().Select(m => $"{m.CubeFile} {m.Kind}"),
        CoverageSheetFile.Stamp(shelf.Store), shelf.NoiseStamp, shelf.KnownStamp]);

    string Key(string question, IReadOnlyList<string> apps, RecordingFilter filter)
    {
        var key = new StringBuilder(question).Append('\0').AppendJoin('\0', apps).Append('\0');
        foreach (var (name, value) in filter.ToQuery()) key.Append(name).Append('=').Append(value).Append('\0');
        return key.Append(Stamp()).ToString();
    }
}
