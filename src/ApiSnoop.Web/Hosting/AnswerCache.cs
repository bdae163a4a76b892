using System.Text;
using ApiSnoop.Filtering;
using ApiSnoop.Web.Keeping;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// What was counted for a page or an answer, kept until a load replaces a recording: recordings do not change, so the same
/// question has the same answer. Safe for several threads.
/// </summary>
/// <param name="kept">What was counted for others.</param>
/// <param name="stamp">Tells the state of the store at the moment of who asks, see <see cref="StoreMarks.All"/>.</param>
public sealed class AnswerCache(KeptAnswers kept, Func<string> stamp)
{
    readonly Lazy<KeptAnswers.OfState> _answers = new(() => kept.Of(stamp()));

    /// <summary>The answer, made now if it is not kept.</summary>
    /// <param name="question">What is asked, told apart from all other questions that have answers of this type.</param>
    /// <param name="apps">Of which apps.</param>
    /// <param name="filter">Under which filter.</param>
    /// <param name="make">Makes the answer.</param>
    public T Get<T>(string question, IReadOnlyList<string> apps, RecordingFilter filter, Func<T> make)
        where T : notnull => _answers.Value.Get(typeof(T) + Key(question, apps, filter), make);

    static string Key(string question, IReadOnlyList<string> apps, RecordingFilter filter)
    {
        var key = new StringBuilder(question).Append('\0').AppendJoin('\0', apps).Append('\0');
        foreach (var (name, value) in filter.ToQuery()) key.Append(name).Append('=').Append(value).Append('\0');
        return key.ToString();
    }
}
