using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Filtering;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Loading.Requests;

/// <summary>
/// Decides which requests of a log belong to the app. Patterns of one field are alternatives, negated ones all exclude;
/// fields must all agree. Each distinct text is judged once, those beyond a table's limit each time.
/// </summary>
internal sealed class LoadFilter(LoadFilterTerms terms, Dimensions dimensions)
{
    readonly Judged? _agents = Judged.For(terms.UserAgents, dimensions.Agents);
    readonly Judged? _users = Judged.For(terms.Users, dimensions.Users);
    readonly Judged? _accounts = Judged.For(terms.ServiceAccounts, dimensions.Users, ServiceAccountPattern.AccountOf);
    readonly Judged? _impersonators = Judged.For(terms.Impersonators, dimensions.Users);
    readonly Judged? _namespaces = Judged.For(terms.Namespaces, dimensions.Namespaces);
    readonly Judged? _verbs = Judged.For(terms.Verbs, dimensions.Verbs);

    /// <summary>Whether a request is the app's.</summary>
    /// <param name="e">Its event.</param>
    /// <param name="nameSpace">Its namespace, which may be told by its path only.</param>
    /// <param name="facts">Where its texts are in the tables.</param>
    public bool Keeps(in AuditEvent e, ReadOnlySpan<byte> nameSpace, in RequestFacts facts)
    {
        if (_agents is not null && !_agents.Keeps(facts.Agent, e.UserAgent.Span)) return false;
        if (_users is not null && !_users.Keeps(facts.User, e.Who.Span)) return false;
        if (_accounts is not null && !_accounts.Keeps(facts.User, e.Who.Span)) return false;
        if (_impersonators is not null && !_impersonators.Keeps(facts.Impersonator, e.Impersonator.Span)) return false;
        if (_namespaces is not null && !_namespaces.Keeps(facts.Namespace, nameSpace)) return false;
        if (_verbs is not null && !_verbs.Keeps(facts.Verb, e.LoggedVerb)) return false;
        // A request without a time is in no span of time.
        if (terms.Since is { } since && e.Received < since) return false;
        return terms.Until is not { } until || (e.Received <= until && e.Received != AuditEvent.NoTime);
    }

    sealed class Judged(IReadOnlyList<TextPattern> patterns, TextTable texts, Func<string, string>? part)
    {
        readonly Lock _growing = new();
        volatile byte[] _verdicts = new byte[256];

        public static Judged? For(IReadOnlyList<TextPattern> patterns, TextTable texts, Func<string, string>? part = null) =>
            patterns.Count == 0 ? null : new Judged(patterns, texts, part);

        public bool Keeps(int id, ReadOnlySpan<byte> text)
        {
            if (id == texts.Other) return Keeps(Encoding.UTF8.GetString(text));
            var verdicts = _verdicts;
            var verdict = id < verdicts.Length ? verdicts[id] : (byte)0;
            return verdict == 0 ? Judge(id) : verdict == 1;
        }

        bool Keeps(string text) => PatternSet.Keeps(patterns, part is null ? text : part(text));

        bool Judge(int id)
        {
            var keeps = Keeps(texts[id]);
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
