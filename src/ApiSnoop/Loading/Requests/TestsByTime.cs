using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Conformance.Runs;
using ApiSnoop.Coverage;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Loading.Requests;

/// <summary>
/// Gives requests whose user agent names no test to the test that ran when they came. The user agent goes on with the test's name and
/// the mark that says so, see <see cref="TestName.ByTimeMark"/>.
/// </summary>
/// <remarks>The cluster's own requests are left alone: controllers are at work whatever test runs.</remarks>
internal sealed class TestsByTime
{
    /// <summary>A request may be received a little after the clock of the one who sent it says.</summary>
    static readonly TimeSpan s_worthSaying = TimeSpan.FromSeconds(1);

    readonly Dimensions _dimensions;
    readonly NoiseRules _noise;
    readonly TestNaming _naming;
    readonly TestSpans _spans;
    readonly Sums[] _sums;

    /// <summary>The times at which a test begins or ends, and the one test that runs from there on: none is -1, several -2.</summary>
    readonly (long From, int Test)[] _timeline;

    readonly Dictionary<int, int?> _named = [];
    readonly Dictionary<(int Agent, int User), bool> _isNoise = [];
    readonly Dictionary<(int Agent, int Test), int> _given = [];
    long _outside, _ambiguous, _namedInTime, _namedOutside, _largestGap;

    struct Sums
    {
        public long Given, Others;
    }

    public TestsByTime(TestSpans spans, Dimensions dimensions, NoiseRules noise, TestNaming naming)
    {
        (_spans, _dimensions, _noise, _naming) = (spans, dimensions, noise, naming);
        _sums = new Sums[spans.Tests.Length];
        _timeline = Timeline(spans.Tests);
    }

    /// <summary>Gives a request to its test, if there is one.</summary>
    /// <param name="facts">What it is about; its user agent may be changed.</param>
    /// <param name="e">Its last event.</param>
    public void Give(ref RequestFacts facts, in AuditEvent e)
    {
        if (NamedBy(facts.Agent) is { } named)
        {
            if (named >= 0) CountNamed(named, e.Received);
            return;
        }

        var test = e.Received == AuditEvent.NoTime ? -1 : At(e.Received);
        if (test < 0)
        {
            if (test == -2) _ambiguous++;
            else _outside++;
            return;
        }

        if (IsNoise(facts.Agent, facts.User))
        {
            _sums[test].Others++;
            return;
        }

        _sums[test].Given++;
        facts.Agent = AgentOf(facts.Agent, test);
        facts.Cell = new CellFacts(
            facts.Target, facts.Agent, facts.User, facts.Impersonator, facts.Namespace, facts.Verb, (short)e.Code, facts.Deprecation);
    }

    /// <summary>The tests with what was given to them.</summary>
    public ImmutableArray<TimedTest> Tests =>
        [.. _spans.Tests.Select((t, i) => new TimedTest(t.Name, t.Start, t.End, _sums[i].Given, _sums[i].Others))];

    /// <summary>What is to be said of it.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            var (given, others) = (_sums.Sum(s => s.Given), _sums.Sum(s => s.Others));
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{given:N0} requests were given to {_sums.Count(s => s.Given > 0):N0} of {_sums.Length:N0} tests by the time at which "
                    + $"they came ({_spans.Source}); {others:N0} of the cluster itself came in their time and were not, and {_outside:N0} "
                    + $"came outside of any test.");
            if (_ambiguous > 0)
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{_ambiguous:N0} requests came while several tests ran, and were given to none.");
            if (given + others + _namedInTime == 0)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"No request came while a test ran. The tests ran from {_spans.Tests[0].Start:u} to {_spans.Tests.Max(t => t.End):u}: "
                        + $"if clocks differ, or the times are not UTC, move them with --tests-shift.");
            if (_namedOutside > 0 && _largestGap > s_worthSaying.TotalMicroseconds)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_namedOutside:N0} of {_namedOutside + _namedInTime:N0} requests that name their test came outside of its time, by "
                        + $"up to {_largestGap / 1e6:0.0} s: clocks differ, or the times are not UTC. Move them with --tests-shift.");
        }
    }

    /// <summary>The number of the test that a user agent names; -1 for one that no file tells of, null where it names none.</summary>
    int? NamedBy(int agent)
    {
        if (_named.TryGetValue(agent, out var known)) return known;
        var name = _naming.Of(_dimensions.Agents[agent])?.Name;
        return _named[agent] = name is null ? null : Find(name);
    }

    int Find(string name)
    {
        for (var i = 0; i < _spans.Tests.Length; i++)
            if (_spans.Tests[i].Name == name)
                return i;
        return -1;
    }

    void CountNamed(int test, long received)
    {
        if (received == AuditEvent.NoTime) return;
        var (start, end) = (Micros(_spans.Tests[test].Start), Micros(_spans.Tests[test].End));
        if (received >= start && received <= end)
        {
            _namedInTime++;
            return;
        }

        _namedOutside++;
        _largestGap = Math.Max(_largestGap, received < start ? start - received : received - end);
    }

    bool IsNoise(int agent, int user)
    {
        if (!_isNoise.TryGetValue((agent, user), out var noise))
            _isNoise.Add((agent, user), noise = _noise.Match(_dimensions.Agents[agent], _dimensions.Users[user]) is { IsOfCluster: true });
        return noise;
    }

    int AgentOf(int agent, int test)
    {
        if (!_given.TryGetValue((agent, test), out var number))
        {
            var text = _dimensions.Agents[agent] + TestName.ByTimeMark + _spans.Tests[test].Name;
            _given.Add((agent, test), number = _dimensions.Agents.Intern(Encoding.UTF8.GetBytes(text)));
        }

        return number;
    }

    int At(long received)
    {
        var (low, high) = (0, _timeline.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_timeline[middle].From <= received) low = middle + 1;
            else high = middle;
        }

        return low == 0 ? -1 : _timeline[low - 1].Test;
    }

    static (long From, int Test)[] Timeline(ImmutableArray<TestSpan> tests)
    {
        var begins = tests.Select((t, i) => (At: Micros(t.Start), Test: i, Begins: true));
        var ends = tests.Select((t, i) => (At: Micros(t.End), Test: i, Begins: false));
        // One that ends makes room for the one that begins in the same moment.
        var turns = begins.Concat(ends).OrderBy(t => t.At).ThenBy(t => t.Begins);
        var running = new HashSet<int>();
        var timeline = new List<(long, int)>();
        foreach (var (at, test, isBegin) in turns)
        {
            if (isBegin) running.Add(test);
            else running.Remove(test);
            timeline.Add((at, running.Count switch { 0 => -1, 1 => running.First(), _ => -2 }));
        }

        return [.. timeline];
    }

    static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
