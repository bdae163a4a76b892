using System.Collections.Concurrent;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// What was counted of the newest state of the store that somebody asked about. All go at once when it changes: an answer may hold
/// megabytes, and loads may follow one another for hours. Safe for several threads.
/// </summary>
public sealed class KeptAnswers
{
    /// <summary>Questions come from URLs, so there may be any number of them.</summary>
    const int Most = 200;

    OfState _last = new("");

    /// <summary>The answers of a state; who has them may go on with them when the state is over.</summary>
    /// <param name="stamp">Tells the state.</param>
    public OfState Of(string stamp)
    {
        var last = _last;
        return last.Stamp == stamp ? last : _last = new(stamp);
    }

    /// <summary>The answers of one state.</summary>
    /// <param name="stamp">Tells the state.</param>
    public sealed class OfState(string stamp)
    {
        readonly ConcurrentDictionary<string, object> _answers = new(StringComparer.Ordinal);

        /// <summary>Tells the state.</summary>
        public string Stamp => stamp;

        /// <summary>The answer to a question, made now if it is not kept.</summary>
        public T Get<T>(string question, Func<T> make)
            where T : notnull
        {
            if (_answers.TryGetValue(question, out var kept)) return (T)kept;
            var made = make();
            if (_answers.Count >= Most) _answers.Clear();
            _answers[question] = made;
            return made;
        }
    }
}
