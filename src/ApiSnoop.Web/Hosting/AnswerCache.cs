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

    Kept _kept = new("");

    /// <summary>The answer, made now if it is not kept.</summary>
    /// <param name="question">What is asked, told apart from all other questions that have answers of this type.</param>
    /// <param name="apps">Of which apps.</param>
    /// <param name="filter">Under which filter.</param>
    /// <param name="make">Makes the answer.</param>
    public T Get<T>(string question, IReadOnlyList<string> apps, RecordingFilter filter, Func<T> make)
        where T : notnull
    {
        var (stamp, answers) = (Stamp(), _kept);
        // All go at once: an answer may hold megabytes, and loads may follow one another for hours.
        if (answers.Stamp != stamp) _kept = answers = new(stamp);
        var key = typeof(T) + Key(question, apps, filter);
        if (answers.Answers.TryGetValue(key, out var kept)) return (T)kept;
        var made = make();
        if (answers.Answers.Count >= Most) answers.Answers.Clear();
        answers.Answers[key] = made;
        return made;
    }

    /// <summary>A text that changes when any recording does, or what was imported beside them.</summary>
    public string Stamp()
    {
        var listing = shelf.Store.List();
        return string.Join('\n', [.. listing.Manifests.Select(m => $"{m.CubeFile} {m.Kind} {m.App}"),
            .. listing.Damaged.Select(d => $"{d.Folder} {d.Reason}"), CoverageSheetFile.Stamp(shelf.Store), shelf.NoiseStamp,
            shelf.KnownStamp]);
    }

    static string Key(string question, IReadOnlyList<string> apps, RecordingFilter filter)
    {
        var key = new StringBuilder(question).Append('\0').AppendJoin('\0', apps).Append('\0');
        foreach (var (name, value) in filter.ToQuery()) key.Append(name).Append('=').Append(value).Append('\0');
        return key.ToString();
    }

    sealed record Kept(string Stamp)
    {
        public ConcurrentDictionary<string, object> Answers { get; } = new(StringComparer.Ordinal);
    }
}
