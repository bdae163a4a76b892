using ApiSnoop.Filtering;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>
/// Decides which requests of a log belong to the app. Patterns of one field are alternatives, negated ones all exclude;
/// fields must all agree. Each distinct text is judged once.
/// </summary>
internal sealed class LoadFilter(LoadFilterTerms terms, Dimensions dimensions)
{
    readonly Judged? _agents = Judged.For(terms.UserAgents, dimensions.Agents);
    readonly Judged? _users = Judged.For(terms.Users, dimensions.Users);
    readonly Judged? _namespaces = Judged.For(terms.Namespaces, dimensions.Namespaces);
    readonly Judged? _verbs = Judged.For(terms.Verbs, dimensions.Verbs);

    public bool Keeps(in RequestFacts facts, long received)
    {
        if (_agents is not null && !_agents.Keeps(facts.Agent)) return false;
        if (_users is not null && !_users.Keeps(facts.User)) return false;
        if (_namespaces is not null && !_namespaces.Keeps(facts.Namespace)) return false;
        if (_verbs is not null && !_verbs.Keeps(facts.Verb)) return false;
        // A request without a time is in no span of time.
        if (terms.Since is { } since && received < since) return false;
        return terms.Until is not { } until || (received <= until && received != long.MinValue);
    }

    sealed class Judged(IReadOnlyList<TextPattern> patterns, TextTable texts)
    {
        readonly Lock _growing = new();
        volatile byte[] _verdicts = new byte[256];

        public static Judged? For(IReadOnlyList<TextPattern> patterns, TextTable texts) =>
            patterns.Count == 0 ? null : new Judged(patterns, texts);

        public bool Keeps(int id)
        {
            var verdicts = _verdicts;
            var verdict = id < verdicts.Length ? verdicts[id] : (byte)0;
            return verdict == 0 ? Judge(id) : verdict == 1;
        }

        bool Judge(int id)
        {
            var keeps = PatternSet.Keeps(patterns, texts[id]);
            lock (_growing)
            {
                if (id >= _verdicts.Length)
                {
                    var grown = new byte[Math.Max(id + 1, _verdicts.Length * 2)];
                    _verdicts.CopyTo(grown, 0);
                    _verdicts = grown;
                }

                _verdicts[id] = keeps ? (byte)1 : (byte)2;
            }

            return keeps;
        }
    }
}
